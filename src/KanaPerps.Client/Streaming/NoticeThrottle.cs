namespace KanaPerps.Streaming;

/// <summary>
/// Decides when a notice that may come any number of times is told: the first of its kind at once, later ones as a count after pauses
/// that grow. One for each feed, used under the feed's lock.
/// </summary>
internal sealed class NoticeThrottle
{
    /// <summary>The first pause between two notices of a kind; each one is twice as long as the one before.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    /// <summary>The longest pause between two notices of a kind.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private readonly TimeProvider _time;
    private readonly Dictionary<object, Told> _kinds = [];

    public NoticeThrottle(TimeProvider time)
    {
        _time = time;
    }

    /// <summary>Takes a notice.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="isUrgent">Whether it is told now, whatever was told lately.</param>
    /// <returns>What to tell now, with the count of those that were held back; or null when it is held back too.</returns>
    public RepeatableNotice? Take(RepeatableNotice notice, bool isUrgent = false)
    {
        if (!_kinds.TryGetValue(notice.Kind, out Told? told))
        {
            _kinds[notice.Kind] = new Told { At = _time.GetTimestamp(), Pause = FirstPause };
            return notice;
        }

        int before = told.HeldBack?.Count ?? 0;
        told.HeldBack = notice with { Count = before + notice.Count, IsRepeat = true };
        return isUrgent || IsDue(told) ? Release(told) : null;
    }

    /// <summary>Releases what was held back for long enough, so that a count is told also when nothing follows.</summary>
    /// <returns>What to tell now.</returns>
    public IReadOnlyList<RepeatableNotice> TakeDue()
    {
        List<RepeatableNotice>? due = null;
        foreach (Told told in _kinds.Values)
        {
            if (told.HeldBack is not null && IsDue(told))
            {
                (due ??= []).Add(Release(told));
            }
        }

        return due ?? [];
    }

    private bool IsDue(Told told) => _time.GetElapsedTime(told.At) >= told.Pause;

    private RepeatableNotice Release(Told told)
    {
        RepeatableNotice notice = told.HeldBack! with { At = _time.GetUtcNow() };
        told.HeldBack = null;
        told.At = _time.GetTimestamp();
        told.Pause = told.Pause * 2 < LongestPause ? told.Pause * 2 : LongestPause;
        return notice;
    }

    private sealed class Told
    {
        public long At { get; set; }

        public TimeSpan Pause { get; set; }

        public RepeatableNotice? HeldBack { get; set; }
    }
}
