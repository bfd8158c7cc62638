namespace KanaPerps.Valuation;

/// <summary>Which bars are written.</summary>
/// <param name="Interval">The length of a bar, above zero. Intervals are counted from midnight UTC on 0001-01-01, a Monday.</param>
internal sealed record TradeBarOptions(TimeSpan Interval)
{
    /// <summary>Whether there is a bar for an interval without trades, between others that have some.</summary>
    public bool IncludesEmpty { get; init; }

    /// <summary>Whether the bars that are open when the input ends are written too.</summary>
    public bool IncludesCurrent { get; init; }

    /// <summary>Whether an open bar is written each time that it changes.</summary>
    public bool IncludesUpdates { get; init; }
}
