namespace KanaPerps.Testing.Faults;

/// <summary>A clock that runs faster than the real one, and whose wall clock can be moved.</summary>
public sealed class BentTime : TimeProvider
{
    private readonly double _speed;
    private readonly long _start = System.GetTimestamp();
    private readonly DateTimeOffset _startTime = System.GetUtcNow();

    /// <summary>Starts a clock.</summary>
    /// <param name="speed">How many of its seconds pass in a real one.</param>
    public BentTime(double speed = 1)
    {
        _speed = speed;
    }

    /// <summary>How far the wall clock was moved. The monotonic clock knows nothing of it.</summary>
    public TimeSpan WallClockShift { get; set; }

    /// <summary>How long the clock has run, in its own time.</summary>
    public TimeSpan Elapsed => GetElapsedTime(_start);

    /// <inheritdoc/>
    public override long TimestampFrequency => System.TimestampFrequency;

    /// <inheritdoc/>
    public override long GetTimestamp() => _start + (long)((System.GetTimestamp() - _start) * _speed);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _startTime + Elapsed + WallClockShift;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(System.CreateTimer(callback, state, Real(dueTime), Real(period)), this);

    private TimeSpan Real(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / _speed;

    private sealed class Timer : ITimer
    {
        private readonly ITimer _real;
        private readonly BentTime _time;

        public Timer(ITimer real, BentTime time)
        {
            _real = real;
            _time = time;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => _real.Change(_time.Real(dueTime), _time.Real(period));

        public void Dispose() => _real.Dispose();

        public ValueTask DisposeAsync() => _real.DisposeAsync();
    }
}
