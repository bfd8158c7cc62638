namespace KanaPerps.Valuation;

/// <summary>The bars of one market. One is written when a trade shows that its interval is over: the clock is that of the venue, in the trades' times.</summary>
internal sealed class TradeBarSeries
{
    private readonly TradeBarOptions _options;
    private readonly Action<TradeBar> _write;
    private readonly Trade _market;
    private TradeBarBuilder _current;

    /// <summary>Begins with the first row of the market.</summary>
    /// <param name="first">The row, which has a time. It is not added.</param>
    /// <param name="options">Which bars are written.</param>
    /// <param name="write">Takes them.</param>
    public TradeBarSeries(Trade first, TradeBarOptions options, Action<TradeBar> write)
    {
        _options = options;
        _write = write;
        _market = first;
        _current = Begin(StartOf(first), TradeBarAnomalies.First);
    }

    /// <summary>Adds a row, and writes the bars that are over by it.</summary>
    /// <param name="row">The row, which has a time.</param>
    /// <returns>For a row of a bar that had been written: how many of them have come while the present one is open. Else 0.</returns>
    public long Add(Trade row)
    {
        long start = StartOf(row);
        TradeBarAnomalies known = row.FollowsGap ? TradeBarAnomalies.Gap : TradeBarAnomalies.None;
        _current.Mark(known);
        if (start < _current.StartTicks)
        {
            return _current.AddLate();
        }

        while (start > _current.StartTicks)
        {
            _write(_current.Make(_market, isOpen: false));
            _current = Begin(_options.IncludesEmpty ? _current.EndTicks : start, known);
        }

        if (_current.Add(row) && _options.IncludesUpdates)
        {
            _write(_current.Make(_market, isOpen: true));
        }

        return 0;
    }

    /// <summary>Marks that a row of the open interval is missing.</summary>
    public void MarkGap() => _current.Mark(TradeBarAnomalies.Gap);

    /// <summary>Writes the open bar at the end of the input, if that is wanted.</summary>
    public void Finish()
    {
        if (_options.IncludesCurrent)
        {
            _write(_current.Make(_market, isOpen: true));
        }
    }

    private long StartOf(Trade row)
    {
        long ticks = row.Timestamp.GetValueOrDefault().UtcTicks;
        return ticks - (ticks % _options.Interval.Ticks);
    }

    private TradeBarBuilder Begin(long start, TradeBarAnomalies anomalies) =>
        new(start, DateTimeOffset.MaxValue.UtcTicks - start < _options.Interval.Ticks ? DateTimeOffset.MaxValue.UtcTicks : start + _options.Interval.Ticks, anomalies);
}
