namespace KanaPerps.Client.Tests;

/// <summary>A monotonic clock that stands still until it is moved.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private long _ticks = 1;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => _ticks;

    public void Advance(TimeSpan time) => _ticks += time.Ticks;
}
