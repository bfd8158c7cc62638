namespace KanaPerps.Simulator.Replay;

/// <summary>The one clock of a replay: it shows recorded time, and stands still while a reader is behind.</summary>
internal sealed class ReplayClock(double speed, TimeProvider time)
{
    private readonly object _gate = new();
    private DateTimeOffset _from;
    private DateTimeOffset? _reached;
    private long _since;

    /// <summary>Whether the pace is that of the readers alone.</summary>
    public bool IsUnpaced => speed == 0;

    /// <summary>What it shows, or null before it began. It never runs ahead of the last step that was reached and the one that is waited for.</summary>
    public DateTimeOffset? Now
    {
        get
        {
            lock (_gate)
            {
                return _reached;
            }
        }
    }

    /// <summary>Begins.</summary>
    /// <param name="at">The recorded time that it is now.</param>
    public void Begin(DateTimeOffset at)
    {
        lock (_gate)
        {
            (_from, _reached, _since) = (at, at, time.GetTimestamp());
        }
    }

    /// <summary>Waits until it is a recorded time. A time that has passed, as where the recorder's clock went back, is now.</summary>
    public async Task WaitUntilAsync(DateTimeOffset at, CancellationToken cancellation)
    {
        TimeSpan ahead = IsUnpaced ? TimeSpan.Zero : ((at - _from) / speed) - time.GetElapsedTime(_since);
        if (ahead > TimeSpan.Zero)
        {
            await Task.Delay(ahead, time, cancellation).ConfigureAwait(false);
        }

        lock (_gate)
        {
            _reached = at;
        }
    }

    /// <summary>Waits for something, in which the clock stands still.</summary>
    public async Task HoldAsync(Task until)
    {
        if (until.IsCompletedSuccessfully)
        {
            return;
        }

        long held = time.GetTimestamp();
        try
        {
            await until.ConfigureAwait(false);
        }
        finally
        {
            _since += time.GetTimestamp() - held;
        }
    }
}
