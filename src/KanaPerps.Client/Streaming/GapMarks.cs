using KanaPerps.Bridging;
using KanaPerps.Recording;
using KanaPerps.Topics;

namespace KanaPerps.Streaming;

/// <summary>
/// Marks the first row of a history after a place where rows may be missing, for whoever gets the rows without the notices: a warning does not travel in
/// a pipeline.
/// </summary>
internal sealed class GapMarks
{
    // Until when a row must have been received for the gap to be before it.
    private readonly Dictionary<FeedKey, DateTimeOffset> _open = [];
    private readonly HashSet<FeedKey> _closed = [];
    private bool _areAllOpen;

    /// <summary>Takes a notice of the stream.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="readAt">When it was read from a queue, which joins notices that wait there: the later ones were further behind. Null where notices are not joined.</param>
    public void Saw(StreamNotice notice, DateTimeOffset? readAt = null)
    {
        DateTimeOffset? until = notice switch
        {
            GapNotice { Count: > 1 } gap => gap.At,
            BadMessageNotice { Count: > 1 } => readAt ?? default,
            GapNotice or LaggedNotice or BadMessageNotice or RecordingGapNotice or BridgeGapNotice or UnknownNotice or ReconnectedNotice { Completeness: Completeness.PossibleGap } => default(DateTimeOffset),
            _ => null,
        };
        if (until is { } time)
        {
            _open[notice.Feed] = _open.TryGetValue(notice.Feed, out DateTimeOffset earlier) && earlier > time ? earlier : time;
        }
    }

    /// <summary>Says that rows of any feed may be missing here, as where a recording is damaged.</summary>
    public void SawDamage()
    {
        _areAllOpen = true;
        _closed.Clear();
    }

    /// <summary>Marks a row that is about to be handed on.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="feed">Its feed.</param>
    /// <param name="item">The row.</param>
    /// <returns>The row, or a copy with the mark.</returns>
    public T Mark<T>(FeedKey feed, T item) =>
        (_areAllOpen || _open.Count > 0) && item is VenueRow row and not StateRow && IsOpen(feed) ? (T)(object)row.AfterGap() : item;

    /// <summary>Says that a row was handed on: the next one of its feed needs no mark, unless more gaps may be behind it.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="feed">The feed.</param>
    /// <param name="item">The row.</param>
    public void HandedOn<T>(FeedKey feed, T item)
    {
        if (_open.Count > 0 && _open.TryGetValue(feed, out DateTimeOffset until) && item is VenueRow row && row.ReceivedAt >= until)
        {
            _open.Remove(feed);
        }

        if (_areAllOpen)
        {
            _closed.Add(feed);
        }
    }

    private bool IsOpen(FeedKey feed) => _open.ContainsKey(feed) || (_areAllOpen && !_closed.Contains(feed));
}
