using KanaPerps.Recording;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Bridging;

/// <summary>
/// Holds what the feeds of a bridge bring until the broker has it. Feeds never wait here: messages for which there is no room are counted, and a notice in their place
/// says how many. Its lock protects the feeds too.
/// </summary>
internal sealed class BridgeQueue
{
    private static readonly TimeSpan s_holeInterval = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly long _capacity;
    private readonly Action _onNews;
    private BridgeFeed[] _feeds = [];
    private long _used;
    private long _lastMessageAt;
    private bool _isClosed;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="capacity">How many bytes it may hold.</param>
    /// <param name="onNews">Called when there may be something to do: it must not wait.</param>
    public BridgeQueue(TimeProvider time, long capacity, Action onNews)
    {
        _time = time;
        _capacity = capacity;
        _onNews = onNews;
    }

    /// <summary>Protects the feeds.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The time by a monotonic clock.</summary>
    public TimeSpan Now => _time.GetElapsedTime(0);

    /// <summary>How large a line may be, in bytes: what the broker takes.</summary>
    public int LargestLine { get; set; } = int.MaxValue;

    /// <summary>How many messages came, those without room included.</summary>
    public long Messages { get; private set; }

    /// <summary>The size of these messages in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>How often rows may be missing: what the feeds told, and what could not be published.</summary>
    public long Gaps { get; private set; }

    /// <summary>The last error that ended a feed, or null.</summary>
    public KanaException? Fault { get; private set; }

    /// <summary>How many bytes wait.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>How old the last message is, or null when none has come.</summary>
    public TimeSpan? LastMessageAge => Interlocked.Read(ref _lastMessageAt) is not 0 and long at ? _time.GetElapsedTime(at) : null;

    /// <summary>The feeds.</summary>
    public IReadOnlyList<BridgeFeed> Feeds => _feeds;

    /// <summary>Whether every feed has ended.</summary>
    public bool HasEnded => _feeds.Length > 0 && _feeds.All(f => f.HasEnded);

    /// <summary>The names of the feeds that this bridge publishes.</summary>
    public IReadOnlyList<string> Led
    {
        get
        {
            lock (Gate)
            {
                return [.. _feeds.Where(f => f.IsLeading).Select(f => f.Name)];
            }
        }
    }

    /// <summary>Whether the broker has confirmed everything.</summary>
    public bool IsConfirmed
    {
        get
        {
            lock (Gate)
            {
                return !_feeds.Any(f => f.HasUnconfirmed);
            }
        }
    }

    /// <summary>Sets the feeds. Call it once, before the first line.</summary>
    public void SetFeeds(BridgeFeed[] feeds) => _feeds = feeds;

    /// <summary>Adds a message.</summary>
    public void Add(BridgeFeed feed, in TappedMessage message)
    {
        RecordedPayload payload = RecordingLine.Payload(message.Utf8, message.IsBinary, message.IsJson);
        int most = RecordingLine.MostOverhead + feed.QuotedName.Length + payload.Name.Length + payload.Value.Length;
        lock (Gate)
        {
            if (_isClosed)
            {
                return;
            }

            Interlocked.Exchange(ref _lastMessageAt, Math.Max(1, _time.GetTimestamp()));
            Messages++;
            Bytes += message.Utf8.Length;
            if (most > LargestLine)
            {
                feed.Miss(message.ReceivedAt, BridgeHole.TooLarge(most, LargestLine), line: null);
                TryReport(feed, isUrgent: false);
            }
            else
            {
                bool hasRoom = _used + most <= _capacity && TryReport(feed, isUrgent: true);
                byte[] buffer = hasRoom ? new byte[most] : feed.MissedBuffer(most);
                int length = RecordingLine.WriteMessage(buffer, message.ReceivedAt, feed.QuotedName, message.Connection, payload, out int head);
                BridgeLine line = new(buffer.AsMemory(0, length), Now, head + payload.Name.Length, notice: null);
                if (!hasRoom)
                {
                    feed.Miss(message.ReceivedAt, BridgeHole.Overrun, line);
                    return;
                }

                Interlocked.Add(ref _used, feed.AddMessage(line));
            }
        }

        _onNews();
    }

    /// <summary>Adds a notice.</summary>
    public void Add(BridgeFeed feed, StreamNotice notice)
    {
        byte[] line = NoticeJson.Write(notice);
        lock (Gate)
        {
            if (_isClosed)
            {
                return;
            }

            if (notice is FaultNotice or DisconnectedNotice)
            {
                feed.HasEnded = true;
                Fault = (notice as FaultNotice)?.Error ?? Fault;
            }

            Gaps += notice is GapNotice or ReconnectedNotice { Completeness: Completeness.PossibleGap } ? 1 : 0;

            // A notice is small, and what it says must not be missing where the data is.
            Interlocked.Add(ref _used, feed.AddNotice(new(line, Now, 0, notice)));
        }

        _onNews();
    }

    /// <summary>Tells of what was missed, where there is room by now.</summary>
    public void ReportHoles()
    {
        lock (Gate)
        {
            Array.ForEach(_feeds, f => TryReport(f, isUrgent: false));
        }
    }

    /// <summary>This bridge publishes a feed from now on. Called under the lock.</summary>
    public void Lead(BridgeFeed feed, ulong term)
    {
        Interlocked.Add(ref _used, feed.Lead(term));
        TryReport(feed, isUrgent: true);
    }

    /// <summary>Frees memory. Called under the lock.</summary>
    public void Free(long bytes) => Interlocked.Add(ref _used, -bytes);

    /// <summary>From now on, ignores messages and notices.</summary>
    public void Close()
    {
        lock (Gate)
        {
            _isClosed = true;
        }
    }

    // Adds the notice of what is missing of a feed: before any newer line of it (urgent), and else when there is room. False if there is no room.
    private bool TryReport(BridgeFeed feed, bool isUrgent)
    {
        // While another bridge publishes the feed, it may have all of it. If every message is too large, that is told once a minute.
        if (feed.Hole is null || !feed.IsLeading || (!isUrgent && feed.WasHoleReportedLately(s_holeInterval)))
        {
            return true;
        }

        if (_used + feed.MissedSize > _capacity)
        {
            return false;
        }

        if (feed.TakeHole(out BridgeLine? last) is { } hole)
        {
            Gaps++;
            BridgeGapNotice notice = new() { Feed = feed.Key, At = _time.GetUtcNow(), From = hole.From, To = hole.To, Reason = hole.Reason, Messages = hole.Messages };
            Interlocked.Add(ref _used, feed.AddNotice(new(NoticeJson.Write(notice), Now, 0, notice)));
        }

        if (last is not null)
        {
            Interlocked.Add(ref _used, feed.AddMessage(last));
        }

        return true;
    }
}
