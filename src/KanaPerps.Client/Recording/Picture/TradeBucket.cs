namespace KanaPerps.Recording.Picture;

/// <summary>The matches of a stretch of time in which the same side was the taker.</summary>
/// <param name="FirstAt">When the first one happened.</param>
/// <param name="LastAt">When the last one happened.</param>
/// <param name="Count">How many there were.</param>
/// <param name="Min">The lowest price.</param>
/// <param name="Max">The highest price.</param>
/// <param name="Last">The last price.</param>
/// <param name="Size">The sizes together, or null where decimal can't hold them.</param>
/// <param name="Value">The values together, in the quote currency, or null where decimal can't hold them.</param>
internal readonly record struct TradeBucket(long FirstAt, long LastAt, long Count, decimal Min, decimal Max, decimal Last, decimal? Size, decimal? Value)
    : ITimeBucket<TradeBucket>
{
    /// <inheritdoc/>
    public bool BreaksBefore => false;

    /// <summary>A bucket of one match.</summary>
    public static TradeBucket Of(long at, Trade trade) => new(at, at, 1, trade.Price, trade.Price, trade.Price, trade.Size, trade.OrderValue);

    /// <inheritdoc/>
    public TradeBucket With(in TradeBucket later) => new(
        FirstAt,
        Math.Max(LastAt, later.LastAt),
        Count + later.Count,
        Math.Min(Min, later.Min),
        Math.Max(Max, later.Max),
        later.LastAt >= LastAt ? later.Last : Last,
        DecimalRange.Sum(Size, later.Size),
        DecimalRange.Sum(Value, later.Value));

    /// <inheritdoc/>
    public bool Holds(in TradeBucket later) => false;
}
