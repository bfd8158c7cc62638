namespace KanaPerps.Simulator;

/// <summary>Turns passing time into market steps.</summary>
internal sealed class StepTimer(double rate, TimeProvider time, Action<int> step)
{
    /// <summary>Timers are no finer than this; faster markets take several steps at once.</summary>
    private static readonly TimeSpan s_shortestPeriod = TimeSpan.FromMilliseconds(1);

    /// <summary>A machine that slept does not make up for more than this.</summary>
    private static readonly TimeSpan s_longestBacklog = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _period = TimeSpan.FromSeconds(1 / rate);

    private volatile bool _isPaused;

    /// <summary>Whether time passes without steps.</summary>
    public bool IsPaused
    {
        get => _isPaused;
        set => _isPaused = value;
    }

    /// <summary>Steps until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(_period > s_shortestPeriod ? _period : s_shortestPeriod, time);
        long last = time.GetTimestamp();
        double due = 0;
        double mostDue = Math.Max(1, rate * s_longestBacklog.TotalSeconds);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            long now = time.GetTimestamp();
            due = Math.Min(due + (time.GetElapsedTime(last, now) / _period), mostDue);
            last = now;
            int steps = (int)due;
            due = IsPaused ? 0 : due - steps;
            if (!IsPaused && steps > 0)
            {
                step(steps);
            }
        }
    }
}
