namespace KanaPerps.Valuation;

/// <summary>Makes bars of the rows of trades, for each market its own.</summary>
internal sealed class TradeBars
{
    // A wrong time far ahead would end every bar until then. The clock of a simulator may run fast for hours.
    private static readonly TimeSpan s_farthestAhead = TimeSpan.FromDays(366);

    private readonly TradeBarOptions _options;
    private readonly Action<TradeBar> _write;
    private readonly Dictionary<(string Network, long MarketId), TradeBarSeries> _series = [];

    /// <summary>Makes bars.</summary>
    /// <param name="options">Which.</param>
    /// <param name="write">Takes them.</param>
    public TradeBars(TradeBarOptions options, Action<TradeBar> write)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Interval, TimeSpan.Zero);
        _options = options;
        _write = write;
    }

    /// <summary>Adds a row, and writes the bars that are over by it.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isFirstLate">Whether it is the first that came while the present bar is open, and belongs to one that had been written.</param>
    /// <returns>Whether it could be placed: a row without a time can't, nor one of more than a year after it was received. The open bar is then marked.</returns>
    public bool TryAdd(Trade row, out bool isFirstLate)
    {
        isFirstLate = false;
        bool hasTime = row.Timestamp is { } time && (row.ReceivedAt == default || time - row.ReceivedAt <= s_farthestAhead);
        (string, long) key = (row.Network, row.MarketId);
        if (!_series.TryGetValue(key, out TradeBarSeries? series))
        {
            if (!hasTime)
            {
                return false;
            }

            _series.Add(key, series = new(row, _options, _write));
        }

        if (!hasTime)
        {
            series.MarkGap();
            return false;
        }

        isFirstLate = series.Add(row) == 1;
        return true;
    }

    /// <summary>Writes the open bars at the end of the input, if they are wanted.</summary>
    public void Finish()
    {
        foreach (TradeBarSeries series in _series.Values)
        {
            series.Finish();
        }
    }
}
