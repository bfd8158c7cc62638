using System.Runtime.InteropServices;

namespace KanaPerps.Valuation;

/// <summary>Adds up the trades of one interval.</summary>
internal sealed class TradeBarBuilder
{
    private readonly Dictionary<TradeMatch.Key, TradeMatch> _matches = [];
    private readonly DateTimeOffset _start;
    private readonly DateTimeOffset _end;
    private (long Ticks, ulong Version) _openAt;
    private (long Ticks, ulong Version) _closeAt;
    private decimal? _open;
    private decimal? _close;
    private decimal? _high;
    private decimal? _low;
    private ExactNumber _volume = 0m;
    private ExactNumber _value = 0m;
    private ExactNumber _buyVolume = 0m;
    private ExactNumber _sellVolume = 0m;
    private long _trades;
    private long _lateRows;
    private DateTimeOffset? _receivedAt;
    private bool _isPriceInexact;
    private bool _isSizeInexact;
    private TradeBarAnomalies _anomalies;

    /// <summary>Begins a bar.</summary>
    /// <param name="startTicks">The begin of its interval, in ticks of UTC.</param>
    /// <param name="endTicks">The end.</param>
    /// <param name="anomalies">What is known of it already.</param>
    public TradeBarBuilder(long startTicks, long endTicks, TradeBarAnomalies anomalies)
    {
        _start = new DateTimeOffset(startTicks, TimeSpan.Zero);
        _end = new DateTimeOffset(endTicks, TimeSpan.Zero);
        _anomalies = anomalies;
    }

    /// <summary>The begin of its interval, in ticks of UTC.</summary>
    public long StartTicks => _start.UtcTicks;

    /// <summary>The end of its interval, in ticks of UTC.</summary>
    public long EndTicks => _end.UtcTicks;

    /// <summary>Notes that trades may be missing.</summary>
    /// <param name="anomaly">Why.</param>
    public void Mark(TradeBarAnomalies anomaly) => _anomalies |= anomaly;

    /// <summary>Notes a row of an earlier bar that had been written.</summary>
    /// <returns>How many there are.</returns>
    public long AddLate()
    {
        Mark(TradeBarAnomalies.Late);
        return ++_lateRows;
    }

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row, with a time of this interval.</param>
    /// <returns>Whether the figures changed: the second row of a match may say nothing new.</returns>
    public bool Add(Trade row)
    {
        long ticks = row.Timestamp.GetValueOrDefault().UtcTicks;
        _receivedAt = row.ReceivedAt > _receivedAt || _receivedAt is null ? row.ReceivedAt : _receivedAt;
        foreach (string field in row.InexactFields.Count == 0 ? [] : row.InexactFields)
        {
            _isPriceInexact |= field == nameof(Trade.Price);
            _isSizeInexact |= field == nameof(Trade.Size);
        }

        ref TradeMatch match = ref CollectionsMarshal.GetValueRefOrAddDefault(_matches, new(row.TransactionVersion, ticks, row.Price, row.Size), out _);
        (int count, int buys, int sells) = (match.Count, match.BuyCount, match.SellCount);
        match.Add(row.Side, row.Fee);
        ExactNumber added = (ExactNumber)(match.Count - count) * row.Size;
        _trades += match.Count - count;
        _volume += added;
        _value += added * row.Price;
        _buyVolume += (ExactNumber)(match.BuyCount - buys) * row.Size;
        _sellVolume += (ExactNumber)(match.SellCount - sells) * row.Size;
        return SeePrice(row.Price, (ticks, row.TransactionVersion ?? 0)) || (count, buys, sells) != (match.Count, match.BuyCount, match.SellCount);
    }

    /// <summary>The bar as it is now.</summary>
    /// <param name="market">A row of its market.</param>
    /// <param name="isOpen">Whether the interval is not over.</param>
    /// <returns>The bar.</returns>
    public TradeBar Make(Trade market, bool isOpen) => new()
    {
        Start = _start,
        End = _end,
        Symbol = market.Symbol,
        MarketId = market.MarketId,
        Network = market.Network,
        Open = _open,
        High = _high,
        Low = _low,
        Close = _close,
        Volume = _volume.ToDecimal(),
        Value = _value.ToDecimal(),
        Trades = _trades,
        Vwap = ExactNumber.Quotient(_value, _volume),
        BuyVolume = _buyVolume.ToDecimal(),
        SellVolume = _sellVolume.ToDecimal(),
        Anomalies = _anomalies | (isOpen ? TradeBarAnomalies.Current : TradeBarAnomalies.None),
        LateRows = _lateRows,
        ReceivedAt = _receivedAt,
        InexactFields = (_isPriceInexact, _isSizeInexact) switch
        {
            (true, true) => [nameof(Trade.Price), nameof(Trade.Size)],
            (true, false) => [nameof(Trade.Price)],
            (false, true) => [nameof(Trade.Size)],
            _ => [],
        },
    };

    private bool SeePrice(decimal price, (long Ticks, ulong Version) at)
    {
        (decimal?, decimal?, decimal?, decimal?) before = (_open, _high, _low, _close);
        if (_open is null || at.CompareTo(_openAt) < 0)
        {
            (_open, _openAt) = (price, at);
        }

        if (_close is null || at.CompareTo(_closeAt) >= 0)
        {
            (_close, _closeAt) = (price, at);
        }

        _high = _high > price ? _high : price;
        _low = _low < price ? _low : price;
        return before != (_open, _high, _low, _close);
    }
}
