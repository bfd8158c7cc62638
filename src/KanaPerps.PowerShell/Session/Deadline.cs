namespace KanaPerps.PowerShell;

/// <summary>A point in time that the wall clock does not move, on the clock of the streams.</summary>
internal sealed class Deadline
{
    // What a wait handle takes at most; a longer wait is made of several.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(20);

    private readonly long _start = KanaSession.Time.GetTimestamp();

    public Deadline(TimeSpan length)
    {
        Length = length;
    }

    /// <summary>The whole time given.</summary>
    public TimeSpan Length { get; }

    /// <summary>What is left of it, as a wait takes it.</summary>
    public TimeSpan Remaining
    {
        get
        {
            if (Length == Timeout.InfiniteTimeSpan)
            {
                return Length;
            }

            TimeSpan left = Length - KanaSession.Time.GetElapsedTime(_start);
            return left <= TimeSpan.Zero ? TimeSpan.Zero : left < s_longestWait ? left : s_longestWait;
        }
    }

    /// <summary>Whether the time is over.</summary>
    public bool IsOver => Length != Timeout.InfiniteTimeSpan && Remaining == TimeSpan.Zero;

    /// <summary>What is left, or a shorter time.</summary>
    public TimeSpan RemainingUpTo(TimeSpan most) => Remaining is var left && (left == Timeout.InfiniteTimeSpan || left > most) ? most : left;
}
