using KanaPerps.Bridging;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Recording;

/// <summary>
/// Holds the lines of all feeds of a recording until the recorder takes them. Feeds never wait here: messages for which there is no room are counted,
/// and a notice in their place says how many, as soon as there is room. Lines are written into chunks of memory: one is filled at a time, full ones
/// wait to be taken, and a chunk whose lines are in a file is used again.
/// </summary>
internal sealed class RecordingBuffer
{
    /// <summary>The reason that is given for messages for which there was no room.</summary>
    public const string Overrun = "the disk took the data too slowly or not at all, and the memory for what waits was full";

    // A clock that is further behind the begin of the period than this was set back. If less, it was adjusted, or a message was delayed in a feed.
    private static readonly TimeSpan s_setBack = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly RecordingPeriods _periods;
    private readonly long _capacity;
    private readonly Action _onTakeSoon;
    private readonly Stack<RecordingChunk> _free = new();
    private List<RecordingChunk> _full = [];
    private List<RecordingChunk> _taken = [];
    private RecordingTap[] _feeds = [];
    private RecordingChunk? _current;
    private DateTime _periodStart;
    private DateTime _periodEnd;
    private long _used;
    private bool _isClosed;
    private long _lastMessageAt;

    /// <summary>Makes an empty buffer.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="periods">The periods of the files.</param>
    /// <param name="capacity">How many bytes it may hold.</param>
    /// <param name="onTakeSoon">Called under the lock when the recorder should take the chunks soon: one is full, or a feed has ended.</param>
    public RecordingBuffer(TimeProvider time, RecordingPeriods periods, long capacity, Action onTakeSoon)
    {
        _time = time;
        _periods = periods;
        _capacity = capacity;
        _onTakeSoon = onTakeSoon;
    }

    /// <summary>How many messages were added, not counting those for which there was no room.</summary>
    public long Messages { get; private set; }

    /// <summary>The size of these messages in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many notices say that rows may be missing, those of the recording itself included.</summary>
    public long Gaps { get; private set; }

    /// <summary>The last error that ended a feed, or null.</summary>
    public KanaException? Fault { get; private set; }

    /// <summary>How old the last message is, or null when none has come.</summary>
    public TimeSpan? LastMessageAge => Interlocked.Read(ref _lastMessageAt) is not 0 and long at ? _time.GetElapsedTime(at) : null;

    /// <summary>The size of the chunks whose lines are not in a file yet, in bytes.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>Whether every feed has ended.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_gate)
            {
                return _feeds.Length > 0 && _feeds.All(f => f.HasEnded);
            }
        }
    }

    /// <summary>Sets the feeds. Call it once, before the first line.</summary>
    public void SetFeeds(RecordingTap[] feeds) => _feeds = feeds;

    /// <summary>Adds a message. For a message that is JSON it allocates nothing.</summary>
    public void Add(RecordingTap feed, in TappedMessage message)
    {
        RecordedPayload payload = RecordingLine.Payload(message.Utf8, message.IsBinary, message.IsJson);
        int most = RecordingLine.MostOverhead + feed.QuotedName.Length + payload.Name.Length + payload.Value.Length;
        lock (_gate)
        {
            Interlocked.Exchange(ref _lastMessageAt, Math.Max(1, _time.GetTimestamp()));
            if (RoomForFeed(feed, message.ReceivedAt, most) is not { } chunk)
            {
                CountMissed(feed, message.ReceivedAt, messages: 1);
                return;
            }

            int length = RecordingLine.WriteMessage(chunk.Free, message.ReceivedAt, feed.QuotedName, message.Connection, payload, out int head);
            chunk.Add(length, message.ReceivedAt, feed.Index, head);
            Messages++;
            Bytes += message.Utf8.Length;
        }
    }

    /// <summary>Adds a notice of a feed.</summary>
    public void Add(RecordingTap feed, StreamNotice notice)
    {
        byte[] line = NoticeJson.Write(notice);
        lock (_gate)
        {
            if (notice is FaultNotice or DisconnectedNotice)
            {
                feed.HasEnded = true;
                Fault = (notice as FaultNotice)?.Error ?? Fault;
                _onTakeSoon();
            }

            if (RoomForFeed(feed, notice.At, line.Length) is not { } chunk)
            {
                CountMissed(feed, notice.At, messages: 0);
                return;
            }

            Add(chunk, line, notice.At);
            if (notice is RecordingGapNotice or BridgeGapNotice or GapNotice or ReconnectedNotice { Completeness: Completeness.PossibleGap })
            {
                Gaps++;
            }
        }
    }

    /// <summary>Adds a line of the recording itself.</summary>
    public void Add(ReadOnlySpan<byte> line, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (RoomFor(at, line.Length) is { } chunk)
            {
                Add(chunk, line, at);
            }
        }
    }

    /// <summary>Takes all lines, in their order. Their chunks count as used until <see cref="Return"/>.</summary>
    /// <returns>The chunks; valid until the next call.</returns>
    public IReadOnlyList<RecordingChunk> Take()
    {
        lock (_gate)
        {
            ReportHoles();
            Seal();
            (_full, _taken) = (_taken, _full);
            _full.Clear();
            return _taken;
        }
    }

    /// <summary>Gives back a chunk whose lines have been written.</summary>
    public void Return(RecordingChunk chunk)
    {
        lock (_gate)
        {
            _used -= chunk.Size;
            if (chunk.Size == RecordingChunk.UsualSize && _free.Count < 4)
            {
                _free.Push(chunk);
            }
        }
    }

    /// <summary>From now on, ignores messages and notices of feeds.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }
    }

    // The chunk for a line of a feed, or null if there is no room for it, or for the notice that must come before it.
    private RecordingChunk? RoomForFeed(RecordingTap feed, DateTimeOffset at, int length) =>
        !_isClosed && TryReportHole(feed) ? RoomFor(at, length) : null;

    // Adds the notice of what is missing of a feed, before any newer line of it. False if there is no room for the notice.
    private bool TryReportHole(RecordingTap feed)
    {
        if (feed.Hole is not { } hole)
        {
            return true;
        }

        DateTimeOffset now = _time.GetUtcNow();
        byte[] line = NoticeJson.Write(new RecordingGapNotice { Feed = feed.Key, At = now, From = hole.From, To = hole.To, Reason = Overrun, Messages = hole.Messages });
        if (RoomFor(now, line.Length) is not { } chunk)
        {
            return false;
        }

        Add(chunk, line, now);
        feed.Hole = null;
        Gaps++;
        return true;
    }

    private void ReportHoles()
    {
        foreach (RecordingTap feed in _feeds)
        {
            if (!TryReportHole(feed))
            {
                return;
            }
        }
    }

    private void CountMissed(RecordingTap feed, DateTimeOffset at, int messages)
    {
        if (!_isClosed)
        {
            feed.Hole = feed.Hole is { } hole ? hole with { To = at, Messages = hole.Messages + messages } : new(at, at, messages);
        }
    }

    private static void Add(RecordingChunk chunk, ReadOnlySpan<byte> line, DateTimeOffset at)
    {
        line.CopyTo(chunk.Free);
        chunk.Add(line.Length, at);
    }

    // The chunk for a line and its line feed, or null if there is no room.
    private RecordingChunk? RoomFor(DateTimeOffset at, int length)
    {
        if (_current is { } current && (at.UtcDateTime >= _periodEnd || current.Free.Length <= length))
        {
            Seal();
            _onTakeSoon();
        }

        return _current ??= BeginChunk(at, length + 1);
    }

    // A new chunk, in the period of its first line; null if the buffer is full.
    private RecordingChunk? BeginChunk(DateTimeOffset at, int length)
    {
        int size = Math.Max(length, RecordingChunk.UsualSize);
        if (_used + size > _capacity)
        {
            return null;
        }

        DateTimeOffset now = _time.GetUtcNow();
        if (at.UtcDateTime >= _periodEnd || now.UtcDateTime < _periodStart - s_setBack)
        {
            (_periodStart, _periodEnd) = _periods.Of(at > now ? at : now);
        }

        RecordingChunk chunk = size == RecordingChunk.UsualSize && _free.TryPop(out RecordingChunk? used) ? used : new RecordingChunk(size, _feeds.Length);
        chunk.Begin(_periodStart);
        _used += size;
        return chunk;
    }

    // No more lines go into the current chunk.
    private void Seal()
    {
        if (_current is { Lines: > 0 } current)
        {
            _full.Add(current);
            _current = null;
        }
    }
}
