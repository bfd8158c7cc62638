namespace KanaPerps.Recording;

/// <summary>Divides time into the periods of the files: each day is divided anew, from midnight UTC.</summary>
internal sealed class RecordingPeriods
{
    private readonly TimeSpan _length;

    /// <summary>Makes the division.</summary>
    /// <param name="length">How long a period is: whole minutes, a day at most.</param>
    public RecordingPeriods(TimeSpan length)
    {
        if (length < TimeSpan.FromMinutes(1) || length > TimeSpan.FromDays(1) || length.Ticks % TimeSpan.TicksPerMinute != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, "A file holds whole minutes, from one minute to a day.");
        }

        _length = length;
    }

    /// <summary>The period of a time.</summary>
    /// <param name="time">The time.</param>
    /// <returns>When it begins and ends, in UTC. The last one of a day may be shorter.</returns>
    public (DateTime Start, DateTime End) Of(DateTimeOffset time)
    {
        DateTime utc = time.UtcDateTime;
        DateTime start = utc.Date + (_length * (utc.TimeOfDay.Ticks / _length.Ticks));
        DateTime midnight = utc.Date < DateTime.MaxValue.Date ? utc.Date.AddDays(1) : DateTime.MaxValue;
        return (start, midnight - start < _length ? midnight : start + _length);
    }
}
