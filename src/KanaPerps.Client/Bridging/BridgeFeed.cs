using KanaPerps.Recording;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Bridging;

/// <summary>A feed of a bridge: what waits to be published of it, and which bridge publishes it. Used under the lock of its queue, but for what never changes.</summary>
internal sealed class BridgeFeed : IFeedTap
{
    private readonly BridgeQueue _queue;
    private readonly TimeProvider _time;
    private readonly bool _isState;
    private readonly FeedCondition _received;
    private FeedCondition _sent;
    private UnpublishedLines? _standby;

    // Not sent yet, and sent without an answer yet, oldest first.
    private Queue<BridgeLine> _waiting = new();
    private readonly Queue<BridgeLine> _inFlight = new();
    private BridgeLine? _last;
    private BridgeLine? _lastSent;
    private BridgeLine? _missed;
    private byte[]? _missedBuffer;
    private TimeSpan _holeAt;
    private TimeSpan? _holeReportedAt;
    private long _sequence;

    /// <summary>Makes a feed.</summary>
    public BridgeFeed(FeedKey key, Topic topic, BridgeSubjects subjects, BridgeQueue queue, TimeProvider time)
    {
        Key = key;
        Topic = topic;
        Name = FeedName.Of(key);
        QuotedName = RecordingLine.Quote(Name);
        Data = subjects.Data(key);
        Notice = subjects.Notice(key);
        LeaseSubject = subjects.Lease(key);
        Ask = subjects.Ask(key);
        _queue = queue;
        _time = time;
        _isState = topic.Accept(new StateAsker());
        _received = new(time);
        _sent = new(time);
        _standby = new();
    }

    public FeedKey Key { get; }

    public Topic Topic { get; }

    /// <summary>The name of the feed in lines, such as <c>orderbook/14</c>.</summary>
    public string Name { get; }

    /// <summary>The name as a JSON string, for lines.</summary>
    public byte[] QuotedName { get; }

    /// <summary>The subject of its messages.</summary>
    public string Data { get; }

    /// <summary>The subject of its notices.</summary>
    public string Notice { get; }

    /// <summary>The subject at which bridges say which of them publishes it.</summary>
    public string LeaseSubject { get; }

    /// <summary>The subject at which the bridge that publishes it is asked for its present state.</summary>
    public string Ask { get; }

    /// <summary>The number of this bridge's lease, or 0 while another bridge publishes the feed.</summary>
    public ulong Term { get; private set; }

    /// <summary>Whether this bridge publishes it.</summary>
    public bool IsLeading => Term != 0;

    /// <summary>What was not published because there was no room or it was too large, and has no notice yet; or null.</summary>
    public BridgeHole? Hole { get; private set; }

    /// <summary>How many bytes the message takes that would make the hole good in part.</summary>
    public int MissedSize => _missed?.Bytes.Length ?? 0;

    /// <summary>Whether the feed has ended.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Whether something is to be sent.</summary>
    public bool HasUnsent => IsLeading && _waiting.Count > 0;

    /// <summary>Whether something has not been confirmed by the broker.</summary>
    public bool HasUnconfirmed => IsLeading && _waiting.Count + _inFlight.Count > 0;

    /// <inheritdoc/>
    public void OnMessage(in TappedMessage message) => _queue.Add(this, message);

    /// <inheritdoc/>
    public void OnNotice(StreamNotice notice) => _queue.Add(this, notice);

    /// <summary>Adds a message.</summary>
    /// <returns>How many bytes of memory it takes, less what is no longer kept.</returns>
    public long AddMessage(BridgeLine line)
    {
        _received.OnMessage();
        _last = line;
        if (_standby is { } standby)
        {
            long before = standby.Bytes;
            standby.Add(line);
            return standby.Bytes - before;
        }

        _waiting.Enqueue(line);
        return line.Size;
    }

    /// <summary>Adds a notice. While another bridge publishes the feed, only the present condition is kept.</summary>
    /// <returns>How many bytes of memory it takes.</returns>
    public long AddNotice(BridgeLine line)
    {
        _received.OnNotice(line.Notice!);
        if (!IsLeading)
        {
            return 0;
        }

        _waiting.Enqueue(line);
        return line.Size;
    }

    /// <summary>Takes a message that another bridge has published.</summary>
    /// <returns>How many bytes of memory are no longer used.</returns>
    public long AddPublished(ReadOnlySpan<byte> payload)
    {
        if (_standby is not { } standby)
        {
            return 0;
        }

        long before = standby.Bytes;
        standby.AddPublished(payload, _queue.Now);
        return before - standby.Bytes;
    }

    /// <summary>Forgets what came too long ago to be missing when this bridge takes over.</summary>
    /// <returns>How many bytes of memory are no longer used.</returns>
    public long Forget(TimeSpan age)
    {
        if (_standby is not { } standby)
        {
            return 0;
        }

        long before = standby.Bytes;
        TimeSpan oldest = _queue.Now - age;
        Hole = _holeAt < oldest ? null : Hole;
        standby.Forget(oldest);
        return before - standby.Bytes;
    }

    /// <summary>Memory for the line of a message that there is no room for. It holds one at a time: only the last one can be made good.</summary>
    /// <param name="size">How large the line is at most.</param>
    /// <returns>The memory.</returns>
    public byte[] MissedBuffer(int size) => _missedBuffer?.Length >= size ? _missedBuffer : _missedBuffer = new byte[size * 2];

    /// <summary>Counts a message that there is no room for, or that is too large.</summary>
    /// <param name="at">When it came.</param>
    /// <param name="reason">Why.</param>
    /// <param name="line">The message, if it can be published later; or null.</param>
    public void Miss(DateTimeOffset at, string reason, BridgeLine? line)
    {
        _received.OnMessage();
        Hole = Hole?.And(at) ?? new(at, at, 1, reason);
        _missed = line;
        _holeAt = _queue.Now;
    }

    /// <summary>Takes what was missed, to be told and made good as far as possible.</summary>
    /// <param name="last">The last message that there was no room for, or null.</param>
    /// <returns>What can't be made good, or null.</returns>
    public BridgeHole? TakeHole(out BridgeLine? last)
    {
        last = _missed;
        BridgeHole? hole = Hole is { } missed && last is not null ? missed with { Messages = missed.Messages - 1 } : Hole;
        (Hole, _missed, _missedBuffer) = (null, null, null);
        _holeReportedAt = _queue.Now;
        return hole is { Messages: > 0 } ? hole : null;
    }

    /// <summary>Whether a hole was told within some time.</summary>
    public bool WasHoleReportedLately(TimeSpan time) => _queue.Now - _holeReportedAt < time;

    /// <summary>This bridge publishes the feed from now on: first what the one before may have missed, then what is wrong with the connection to the venue at present.</summary>
    /// <param name="term">The number of its lease.</param>
    /// <returns>By how many bytes the memory changes.</returns>
    public long Lead(ulong term)
    {
        long before = Size;
        IReadOnlyCollection<BridgeLine> lines = _standby?.ToPublish(_isState) ?? Unconfirmed();
        _lastSent = _standby is null || lines.Count > 0 ? null : _last;
        _standby = null;
        _inFlight.Clear();
        _waiting = new(lines.Concat(_received.Notices.Select(n => new BridgeLine(NoticeJson.Write(n), _queue.Now, 0, n))));
        (Term, _sequence, _sent) = (term, 0, new(_time));
        return Size - before;
    }

    /// <summary>Another bridge publishes the feed from now on.</summary>
    /// <returns>How many bytes of memory are no longer used.</returns>
    public long StandBy()
    {
        if (!IsLeading)
        {
            return 0;
        }

        // It has what came in the meantime itself; whether it has published what came last is still to be seen.
        long before = Size;
        _waiting.Clear();
        _inFlight.Clear();
        _standby = new();
        if (_last is not null)
        {
            _standby.Add(_last);
        }

        Term = 0;
        return before - Size;
    }

    /// <summary>Takes the next line to send.</summary>
    /// <param name="bridge">The bridge.</param>
    /// <param name="id">Its id.</param>
    /// <returns>The line; it is kept until <see cref="Confirm"/>.</returns>
    public BridgeLine Send(string bridge, out string id)
    {
        BridgeLine line = _waiting.Dequeue();
        line.Sequence = line.Sequence > 0 ? line.Sequence : ++_sequence;
        _inFlight.Enqueue(line);
        Note(line);
        id = new BridgeMessageId(bridge, Term, line.Sequence, Name).ToString();
        return line;
    }

    /// <summary>The broker has the oldest line that was sent.</summary>
    /// <param name="line">The line.</param>
    /// <returns>How many bytes of memory are no longer used.</returns>
    public long Confirm(BridgeLine line)
    {
        if (!_inFlight.TryPeek(out BridgeLine? oldest) || oldest != line)
        {
            return 0;
        }

        _inFlight.Dequeue();
        return line.Size;
    }

    /// <summary>What was sent and not confirmed is sent again, but for what the stream has.</summary>
    /// <param name="message">The number of the last message of this term that the stream has.</param>
    /// <param name="notice">The number of the last notice of this term that the stream has.</param>
    /// <returns>How many bytes of memory are no longer used.</returns>
    public long SendAgain(long message, long notice)
    {
        long before = Size;
        _waiting = new([.. _inFlight.Where(l => l.Sequence > (l.Notice is null ? message : notice)), .. _waiting]);
        _inFlight.Clear();
        return before - Size;
    }

    /// <summary>Whether anything was sent that is not confirmed.</summary>
    public bool HasInFlight => _inFlight.Count > 0;

    /// <summary>The state of the feed as the stream has it: what a watcher is told that joins.</summary>
    /// <returns>The number of the last line, the line of the last message or null, and the notices that hold.</returns>
    public (long Sequence, ReadOnlyMemory<byte>? Message, IReadOnlyList<StreamNotice> Notices) State() => (_sequence, _lastSent?.Bytes, [.. _sent.Notices]);

    // How many bytes its lines have.
    private long Size => (_standby?.Bytes ?? 0) + _waiting.Sum(l => (long)l.Size) + _inFlight.Sum(l => (long)l.Size);

    // The stream was deleted, and the lease with it: the new one gets the present state, then what the old one has not confirmed.
    private List<BridgeLine> Unconfirmed()
    {
        List<BridgeLine> lines = [.. new[] { _lastSent }.OfType<BridgeLine>().Except(_inFlight), .. _inFlight, .. _waiting];
        lines.ForEach(l => l.Sequence = 0);
        return lines;
    }

    private void Note(BridgeLine line)
    {
        if (line.Notice is { } notice)
        {
            _sent.OnNotice(notice);
        }
        else
        {
            _lastSent = line;
            _sent.OnMessage();
        }
    }

    private sealed class StateAsker : ITopicVisitor<bool>
    {
        public bool Visit<T>(Topic<T> topic) => topic.IsWholeState;
    }
}
