namespace KanaPerps.PowerShell;

/// <summary>
/// A command that waits for an object, and how long. While it waits, the streams before it in its pipeline follow it: they end as if their last object had come
/// when it has what it waits for, or when its time is over, although nothing comes that it could look at.
/// </summary>
/// <remarks>
/// A pipeline runs on one thread, from its first command to its last. So whatever begins to stream on the thread of a wait that is open comes before it, or runs
/// within its condition.
/// </remarks>
internal sealed class PipelineWait
{
    [ThreadStatic]
    private static List<PipelineWait>? s_open;

    private readonly Deadline _deadline;
    private readonly List<PipelineWait> _open;
    private bool _isDone;
    private int _followers;

    private PipelineWait(TimeSpan time, List<PipelineWait> open)
    {
        _deadline = new Deadline(time);
        _open = open;
    }

    /// <summary>Whether a stream follows, which will end.</summary>
    public bool IsFollowed => _followers > 0;

    /// <summary>Whether the time is over.</summary>
    public bool IsTimeOver => _deadline.IsOver;

    /// <summary>How long it waits at most.</summary>
    public TimeSpan Time => _deadline.Length;

    /// <summary>Begins to wait on this thread.</summary>
    /// <param name="time">How long at most.</param>
    /// <returns>The wait.</returns>
    public static PipelineWait Open(TimeSpan time)
    {
        List<PipelineWait> open = s_open ??= [];
        PipelineWait wait = new(time, open);
        open.Add(wait);
        return wait;
    }

    /// <summary>Follows the waits that are open on this thread.</summary>
    /// <returns>What says when to end, or null when there is no wait.</returns>
    public static Follower? Follow() => s_open is { Count: > 0 } open ? new([.. open]) : null;

    /// <summary>Ends the wait, and what follows it. Safe to call again, from any thread that has the pipeline.</summary>
    public void Close()
    {
        _isDone = true;
        _open.Remove(this);
    }

    /// <summary>A stream that follows waits.</summary>
    internal sealed class Follower : IDisposable
    {
        private readonly PipelineWait[] _waits;

        internal Follower(PipelineWait[] waits)
        {
            _waits = waits;
            Array.ForEach(_waits, w => w._followers++);
        }

        /// <summary>Whether to end.</summary>
        public bool IsOver => Array.Exists(_waits, w => w._isDone || w.IsTimeOver);

        /// <summary>The wait whose time is over, or null.</summary>
        public PipelineWait? TimedOut => Array.Find(_waits, w => !w._isDone && w.IsTimeOver);

        /// <summary>How long until the time of one is over, or a shorter time.</summary>
        /// <param name="most">The shorter time, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
        /// <returns>The time.</returns>
        public TimeSpan RemainingUpTo(TimeSpan most)
        {
            foreach (PipelineWait wait in _waits)
            {
                most = most == Timeout.InfiniteTimeSpan ? wait._deadline.Remaining : wait._deadline.RemainingUpTo(most);
            }

            return most;
        }

        /// <summary>Stops following.</summary>
        public void Dispose() => Array.ForEach(_waits, w => w._followers--);
    }
}
