using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Recording;

/// <summary>
/// Takes the lines of all feeds of a recording and holds them until the recorder takes them. Feeds never wait here: what has no room is counted, and
/// told in its place as soon as there is room.
/// </summary>
internal sealed class RecordingBuffer
{
    /// <summary>Why something is missing that had no room.</summary>
    public const string Overrun = "the disk took the data too slowly or not at all, and the memory for what waits was full";

    // Beyond this the clock was set back; less is a message that was long in a feed, or a clock that is adjusted.
    private static readonly TimeSpan s_setBack = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly RecordingPeriods _periods;
    private readonly long _capacity;
    private readonly Action _onFull;
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
    /// <param name="onFull">Called, under a lock, when a chunk is full and should be taken soon.</param>
    public RecordingBuffer(TimeProvider time, RecordingPeriods periods, long capacity, Action onFull)
    {
        _time = time;
        _periods = periods;
        _capacity = capacity;
        _onFull = onFull;
    }

    /// <summary>How many messages came and were taken.</summary>
    public long Messages { get; private set; }

    /// <summary>How many bytes they had.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many notices say that rows may be missing, those of the recording itself included.</summary>
    public long Gaps { get; private set; }

    /// <summary>Why the last feed ended that ended by a fault, or null.</summary>
    public KanaException? Fault { get; private set; }

    /// <summary>How old the last message is, or null when none has come.</summary>
    public TimeSpan? LastMessageAge => Interlocked.Read(ref _lastMessageAt) is not 0 and long at ? _time.GetElapsedTime(at) : null;

    /// <summary>How much memory the lines take that are not written yet, in bytes.</summary>
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

    /// <summary>Says which feeds there are. Call it before the first line.</summary>
    public void SetFeeds(RecordingTap[] feeds) => _feeds = feeds;

    /// <summary>Adds a message. Allocates nothing for one that is JSON.</summary>
    public void Add(RecordingTap feed, in TappedMessage message)
    {
        RecordedPayload payload = RecordingLine.Payload(message.Utf8, message.IsBinary, message.IsJson);
        int most = RecordingLine.MostOverhead + feed.QuotedName.Length + payload.Name.Length + payload.Value.Length;
        lock (_gate)
        {
            Interlocked.Exchange(ref _lastMessageAt, Math.Max(1, _time.GetTimestamp()));
            if (TryMakeRoom(feed, message.ReceivedAt, most) is not { } chunk)
            {
                Miss(feed, message.ReceivedAt, messages: 1);
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
                _onFull();
            }

            if (TryMakeRoom(feed, notice.At, line.Length) is not { } chunk)
            {
                Miss(feed, notice.At, messages: 0);
                return;
            }

            Add(chunk, line, notice.At);
            if (notice is RecordingGapNotice or GapNotice or ReconnectedNotice { Completeness: Completeness.PossibleGap })
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
            if (Room(at, line.Length) is { } chunk)
            {
                Add(chunk, line, at);
            }
        }
    }

    /// <summary>Takes all lines that have come, in their order. They count until they are given back.</summary>
    /// <returns>The chunks; valid until the next call.</returns>
    public IReadOnlyList<RecordingChunk> Take()
    {
        lock (_gate)
        {
            TellHoles();
            Seal();
            (_full, _taken) = (_taken, _full);
            _full.Clear();
            return _taken;
        }
    }

    /// <summary>Gives back a chunk whose lines are written, or lost.</summary>
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

    /// <summary>Takes no more lines of feeds.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }
    }

    private RecordingChunk? TryMakeRoom(RecordingTap feed, DateTimeOffset at, int length) =>
        !_isClosed && TryTellHole(feed) ? Room(at, length) : null;

    // A hole is told before what came after it.
    private bool TryTellHole(RecordingTap feed)
    {
        if (feed.Hole is not { } hole)
        {
            return true;
        }

        DateTimeOffset now = _time.GetUtcNow();
        byte[] line = NoticeJson.Write(new RecordingGapNotice { Feed = feed.Key, At = now, From = hole.From, To = hole.To, Reason = Overrun, Messages = hole.Messages });
        if (Room(now, line.Length) is not { } chunk)
        {
            return false;
        }

        Add(chunk, line, now);
        feed.Hole = null;
        Gaps++;
        return true;
    }

    private void TellHoles()
    {
        foreach (RecordingTap feed in _feeds)
        {
            if (!TryTellHole(feed))
            {
                return;
            }
        }
    }

    private void Miss(RecordingTap feed, DateTimeOffset at, int messages)
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

    // The chunk in which there is room for a line and its line feed, or null.
    private RecordingChunk? Room(DateTimeOffset at, int length)
    {
        if (_current is { } current && (at.UtcDateTime >= _periodEnd || current.Free.Length <= length))
        {
            Seal();
            _onFull();
        }

        return _current ??= Begin(at, length + 1);
    }

    private RecordingChunk? Begin(DateTimeOffset at, int length)
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

    private void Seal()
    {
        if (_current is { Lines: > 0 } current)
        {
            _full.Add(current);
            _current = null;
        }
    }
}
