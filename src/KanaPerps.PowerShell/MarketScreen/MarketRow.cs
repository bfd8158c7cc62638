using KanaPerps.Valuation;

namespace KanaPerps.PowerShell.MarketScreen;

/// <summary>What a table of markets shows of one of them.</summary>
internal sealed class MarketRow
{
    // As many as the tables show.
    private const int MostDecimals = 8;

    private readonly MatchedValue _volume = new();
    private bool _hasTrades;

    /// <summary>Prepares a row.</summary>
    /// <param name="endpoint">The deployment.</param>
    /// <param name="market">The market, as far as it is known.</param>
    public MarketRow(KanaEndpoint endpoint, Market market)
    {
        Endpoint = endpoint;
        MarketId = market.MarketId;
        Name = market.Symbol;
        PriceDecimals = Math.Clamp(market.PriceDecimals ?? 0, 0, MostDecimals);
    }

    public KanaEndpoint Endpoint { get; }

    public long MarketId { get; }

    /// <summary>The symbol, or the id of a market without one.</summary>
    public string Name { get; }

    /// <summary>The market's decimals, or more if a price had more.</summary>
    public int PriceDecimals { get; private set; }

    /// <summary>The newest book, or null.</summary>
    public OrderBook? Book { get; private set; }

    /// <summary>Which way the mid changed last.</summary>
    public int MidDirection { get; private set; }

    /// <summary>The mids of the last minutes.</summary>
    public PriceSeries Mids { get; } = new();

    /// <summary>The price of the last trade, or null.</summary>
    public decimal? Last { get; private set; }

    /// <summary>Which way the price of trades changed last.</summary>
    public int LastDirection { get; private set; }

    /// <summary>The value traded while the picture shows, or null before the feed has brought its first message and when decimal can't hold it.</summary>
    public decimal? Volume { get; private set; }

    /// <summary>Whether trades may be missing in it.</summary>
    public bool IsVolumePartial { get; set; }

    /// <summary>The funding rate as sent, or null.</summary>
    public decimal? FundingRate { get; private set; }

    /// <summary>The spread in parts of ten thousand of the mid, or null.</summary>
    public double? SpreadBps => Book is { Spread: { } spread, Mid: > 0 and decimal mid } ? (double)spread / (double)mid * 10_000 : null;

    /// <summary>Takes the books of a message.</summary>
    public void Take(IReadOnlyList<OrderBook> books)
    {
        if (books is not [.., OrderBook newest])
        {
            return;
        }

        if (newest.Mid is { } mid && Book?.Mid is { } before && mid != before)
        {
            MidDirection = mid.CompareTo(before);
        }

        Book = newest;
        SeePrice(newest.BestBid);
        SeePrice(newest.BestAsk);
    }

    /// <summary>Takes the trades of a message, oldest first.</summary>
    public void Take(IReadOnlyList<Trade> rows)
    {
        // The first message has what was traded before.
        if (_hasTrades)
        {
            _volume.Add(rows);
        }
        else
        {
            _volume.See(rows);
        }

        _hasTrades = true;
        Volume = _volume.Value;
        foreach (Trade row in rows)
        {
            LastDirection = Last is { } before && row.Price != before ? row.Price.CompareTo(before) : LastDirection;
            Last = row.Price;
            SeePrice(row.Price);
        }
    }

    /// <summary>Takes a funding rate.</summary>
    public void Take(FundingRate rate) => FundingRate = rate.Change == RowChange.Closed ? null : rate.Rate;

    private void SeePrice(decimal? price)
    {
        if (price is { } number)
        {
            PriceDecimals = Math.Max(PriceDecimals, Math.Min(MostDecimals, (int)DecimalRange.WithoutTrailingZeros(number).Scale));
        }
    }
}
