namespace KanaPerps.Streaming;

/// <summary>
/// Decides when to report a notice that may come any number of times: the first of its kind at once, later ones as a count after pauses
/// that grow. One for each feed, used under the feed's lock.
/// </summary>
internal sealed class NoticeThrottle
{
    /// <summary>The first pause between two notices of a kind; each one is twice as long as the one before.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    /// <summary>The longest pause between two notices of a kind.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private readonly TimeProvider _time;
    private readonly Dictionary<object, Kind> _kinds = [];

    public NoticeThrottle(TimeProvider time)
    {
        _time = time;
    }

    /// <summary>Takes a notice.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="isUrgent">Whether it is reported now, whatever was reported lately.</param>
    /// <returns>What to report now, with the count of those that were held back; or null when it is held back too.</returns>
    public RepeatableNotice? Take(RepeatableNotice notice, bool isUrgent = false)
    {
        if (!_kinds.TryGetValue(notice.Kind, out Kind? kind))
        {
            _kinds[notice.Kind] = new Kind { At = _time.GetTimestamp(), Pause = FirstPause };
            return notice;
        }

        int before = kind.HeldBack?.Count ?? 0;
        kind.HeldBack = notice with { Count = before + notice.Count, IsRepeat = true };
        return isUrgent || IsDue(kind) ? Release(kind) : null;
    }

    /// <summary>Releases what was held back for long enough, so that a count is reported also when nothing follows.</summary>
    /// <returns>What to report now.</returns>
    public IReadOnlyList<RepeatableNotice> TakeDue()
    {
        List<RepeatableNotice>? due = null;
        foreach (Kind kind in _kinds.Values)
        {
            if (kind.HeldBack is not null && IsDue(kind))
            {
                (due ??= []).Add(Release(kind));
            }
        }

        return due ?? [];
    }

    private bool IsDue(Kind kind) => _time.GetElapsedTime(kind.At) >= kind.Pause;

    private RepeatableNotice Release(Kind kind)
    {
        RepeatableNotice notice = kind.HeldBack! with { At = _time.GetUtcNow() };
        kind.HeldBack = null;
        kind.At = _time.GetTimestamp();
        kind.Pause = kind.Pause * 2 < LongestPause ? kind.Pause * 2 : LongestPause;
        return notice;
    }

    private sealed class Kind
    {
        public long At { get; set; }

        public TimeSpan Pause { get; set; }

        public RepeatableNotice? HeldBack { get; set; }
    }
}
