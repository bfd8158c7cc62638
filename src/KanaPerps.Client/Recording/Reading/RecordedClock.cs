namespace KanaPerps.Recording;

/// <summary>A clock that stands at the time that is being read.</summary>
internal sealed class RecordedClock : TimeProvider
{
    /// <summary>The time.</summary>
    public DateTimeOffset Now { get; set; }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;

    /// <inheritdoc/>
    public override long GetTimestamp() => Now.UtcTicks;
}
