namespace KanaPerps.Recording.Picture;

/// <summary>The values of a number in a stretch of time.</summary>
/// <param name="FirstAt">When the first one came.</param>
/// <param name="LastAt">When the last one came.</param>
/// <param name="Count">How many came.</param>
/// <param name="Min">The lowest.</param>
/// <param name="Max">The highest.</param>
/// <param name="Last">The last.</param>
/// <param name="BreaksBefore">Whether data may be missing right before the first.</param>
/// <param name="HasHole">Whether data may be missing between the first and the last.</param>
internal readonly record struct ValueBucket(long FirstAt, long LastAt, long Count, decimal Min, decimal Max, decimal Last, bool BreaksBefore, bool HasHole)
    : ITimeBucket<ValueBucket>
{
    /// <summary>A bucket of one value.</summary>
    public static ValueBucket Of(long at, decimal value, bool breaksBefore) => new(at, at, 1, value, value, value, breaksBefore, HasHole: false);

    /// <inheritdoc/>
    public ValueBucket With(in ValueBucket later) => new(
        FirstAt,
        Math.Max(LastAt, later.LastAt),
        Count + later.Count,
        Math.Min(Min, later.Min),
        Math.Max(Max, later.Max),
        later.LastAt >= LastAt ? later.Last : Last,
        BreaksBefore,
        HasHole || later.HasHole || later.BreaksBefore);

    /// <inheritdoc/>
    public bool Holds(in ValueBucket later) => !later.BreaksBefore && !HasHole && Min == Max && later.Min == Min && later.Max == Max;
}
