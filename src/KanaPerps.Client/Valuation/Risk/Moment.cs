namespace KanaPerps.Valuation;

/// <summary>A moment by both clocks: the one that objects carry, and the monotonic one, which decides.</summary>
/// <param name="Utc">By the local clock.</param>
/// <param name="Elapsed">Monotonic, from any beginning.</param>
internal readonly record struct Moment(DateTimeOffset Utc, TimeSpan Elapsed)
{
    /// <summary>The present moment.</summary>
    /// <param name="time">The clocks.</param>
    /// <returns>The moment.</returns>
    public static Moment Now(TimeProvider time) => new(time.GetUtcNow(), time.GetElapsedTime(0, time.GetTimestamp()));
}
