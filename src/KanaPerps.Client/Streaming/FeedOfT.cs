using KanaPerps.Streaming.Queue;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>A feed with its codec, its memory and its subscribers.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class Feed<T> : Feed
{
    // Whether rows are states, such as positions: if a list has more unreadable rows than the one before, that is reported at once. It does not
    // apply to order books: an incomplete one has a property that says so.
    private static readonly bool s_isState = typeof(T).IsAssignableTo(typeof(StateRow));

    // Set once for each type of item.
    private static int s_isWarm;

    private readonly MessageCodec<T> _codec;
    private readonly Topic<T> _topic;
    private readonly DataPulse<T> _pulse;
    private readonly List<SubscriptionSource<T>> _subscribers = [];

    // Subscribers that asked for the venue's current list while there was none. Each gets the next message as a whole list, not only its new rows.
    private readonly HashSet<SubscriptionSource<T>> _awaitingList = [];
    private readonly FeedCondition _condition;
    private readonly EmptyListHold _emptyListHold;
    private readonly bool _isHistory;
    private FeedMemory<T> _memory;
    private LastList? _lastList;
    private int _unreadableRows;

    // Whether rows may be missing since an outage, and no list has settled that yet: a gap reported next is the same one.
    private bool _isGapOpen;

    public Feed(FeedKey key, Topic<T> topic, FeedContext context)
        : base(key, topic, context)
    {
        _topic = topic;
        _isHistory = !topic.IsWholeState;
        _codec = topic.CreateCodec(key.Key);
        _codec.Network = key.Endpoint.Name;
        _memory = topic.CreateMemory();
        _condition = new FeedCondition(context.Time);
        _emptyListHold = new EmptyListHold(context.Time, context.Options.EmptyListPatience, Gate);
        _pulse = new DataPulse<T>(topic.IsWholeState);

        // Compiles the code for the first message while the feed connects.
        if (Interlocked.Exchange(ref s_isWarm, 1) == 0)
        {
            _ = Task.Run(() => TopicRehearsal.Run(key, topic, context));
        }
    }

    public override Type ModelType => typeof(T);

    protected override int SubscriberCount => _subscribers.Count;

    protected override bool HoldsEmptyList => _emptyListHold.IsHolding;

    protected override long UncountedMerges => _subscribers.Sum(s => s.Lane.UncountedMerges);

    /// <summary>Adds a subscriber. It gets the last known data at once, with a notice if the connection has trouble.</summary>
    public void Attach(SubscriptionSource<T> source)
    {
        lock (Gate)
        {
            _subscribers.Add(source);
            CountAttachment();
            if (Fault is not null)
            {
                source.Subscription.Post(source, new FaultNotice { Feed = Key, At = Time.GetUtcNow(), Error = Fault });
                return;
            }

            if (HasRecordingEnded)
            {
                source.Subscription.Post(source, new DisconnectedNotice { Feed = Key, At = Time.GetUtcNow(), IsEndOfRecording = true });
                return;
            }

            bool awaitsList = source.IsSnapshot && !Progress.IsHealthy && _awaitingList.Add(source);
            if (awaitsList)
            {
                Expedite();
            }

            if (!awaitsList && _memory.Current is { } current)
            {
                foreach (StreamNotice notice in NoticesOfLastList())
                {
                    source.Subscription.Post(source, notice);
                }

                source.Subscription.Post(source, current);
                source.Subscription.Wake();
            }

            foreach (StreamNotice notice in _condition.Notices)
            {
                // A subscriber that awaits the venue's list gets notices of later failures, not of those before it joined.
                if (!awaitsList || notice is not ReconnectingNotice)
                {
                    source.Subscription.Post(source, notice);
                }
            }
        }
    }

    /// <summary>The last list that has come.</summary>
    /// <returns>Its rows; none before the first.</returns>
    public IReadOnlyList<T> LastRows()
    {
        lock (Gate)
        {
            return _memory.Current is { } current ? [.. current.Items] : [];
        }
    }

    /// <summary>Removes a subscriber.</summary>
    /// <returns>Whether it was the last.</returns>
    public bool Detach(SubscriptionSource<T> source)
    {
        lock (Gate)
        {
            Counters.AddLag(0, source.Lane.TakeUncountedMerges());
            _awaitingList.Remove(source);
            return _subscribers.Remove(source) && IsUnused;
        }
    }

    protected override void CatchUp(IFeedTap tap)
    {
        if (Fault is not null)
        {
            tap.OnNotice(new FaultNotice { Feed = Key, At = Time.GetUtcNow(), Error = Fault });
            return;
        }

        // While an empty list is held back, the codec's last message is that list, which has not been delivered.
        if (_lastList is { } last && !_emptyListHold.IsHolding && !_codec.LastMessage.IsEmpty)
        {
            foreach (StreamNotice notice in NoticesOfLastList())
            {
                tap.OnNotice(notice);
            }

            tap.OnMessage(new() { Utf8 = _codec.LastMessage, ReceivedAt = last.ReceivedAt, Connection = Progress.LastMessageConnection, IsJson = _codec.ReadsJson });
        }

        foreach (StreamNotice notice in _condition.Notices)
        {
            tap.OnNotice(notice);
        }
    }

    protected override bool OnMessage(ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt, Outage? outage)
    {
        DecodedMessage<T> message = _codec.Decode(utf8, receivedAt);

        // Unreadable rows of a history are reported once, as lost. Later lists that repeat them are not reported.
        if (message.LostRows is not null)
        {
            ReportLost(message.LostRows);
        }
        else if (message.Problem is not null && !(message.IsReadable && _isHistory))
        {
            ReportBad(message.Problem, isUrgent: message.IsReadable && s_isState && message.Problem.Count > _unreadableRows);
        }

        if (!message.IsReadable)
        {
            Tap(utf8, receivedAt);
            return false;
        }

        _unreadableRows = message.Problem?.Count ?? 0;
        if (message.ForeignRows is not null)
        {
            ReportBad(message.ForeignRows);
        }

        if (!Progress.HasMessage && _memory.IsEmpty(message) && TryHold(message, receivedAt))
        {
            return false;
        }

        _emptyListHold.Drop();
        Accept(message, utf8, receivedAt, outage);
        return true;
    }

    protected override void Reset()
    {
        _memory = _topic.CreateMemory();
        (_lastList, _unreadableRows, _isGapOpen) = (null, 0, false);
    }

    protected override void OnConnectionEnded()
    {
        lock (Gate)
        {
            _emptyListHold.Drop();
        }
    }

    protected override void WakeSubscribers()
    {
        foreach (SubscriptionSource<T> subscriber in _subscribers)
        {
            subscriber.Subscription.Wake();
        }
    }

    protected override void Broadcast(StreamNotice notice)
    {
        _condition.OnNotice(notice);
        Tap(notice);
        foreach (SubscriptionSource<T> subscriber in _subscribers)
        {
            subscriber.Subscription.Post(subscriber, notice);
        }
    }

    // Separate from OnMessage because of the lambda: its closure is allocated when the method is entered, so it would be for every message.
    private bool TryHold(DecodedMessage<T> message, DateTimeOffset receivedAt) =>
        _emptyListHold.TryHold(() => AcceptHeldList(message, receivedAt));

    private void AcceptHeldList(DecodedMessage<T> message, DateTimeOffset receivedAt)
    {
        if (!HasEnded)
        {
            Accept(message, _codec.LastMessage, receivedAt, Progress.Outage);
            Progress.OnMessage(receivedAt);
            WakeSubscribers();
        }
    }

    private void Accept(DecodedMessage<T> message, ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt, Outage? outage)
    {
        Delivery<T> delivery = _memory.Accept(message, out MemoryReport report);
        Counters.AddRows(delivery.Items.Length, message.InexactNumbers);
        _condition.OnMessage();
        bool hasMoved = _pulse.Take(delivery.Items);
        RecordData(hasMoved, hasMoved ? DataPulse<T>.NewestTime(delivery.Items) : null);
        if (outage is { } over)
        {
            ReportRecovery(over, report, receivedAt);
        }
        else if (report.IsGap)
        {
            // Not counted again if it is the gap of the last outage, whose first list was late or empty.
            if (!_isGapOpen)
            {
                Counters.AddGap();
            }

            Broadcast(new GapNotice { Feed = Key, At = receivedAt, From = GapStart(_lastList?.ReceivedAt ?? receivedAt, report.KnownUntil), IsLast = report.IsLastGap });
        }

        _isGapOpen = report is { Completeness: Completeness.PossibleGap, IsGap: false } && (outage is not null || _isGapOpen);
        if (report.IsOutOfOrder && !IsOfStandby)
        {
            Report(new OutOfOrderNotice { Feed = Key, At = receivedAt });
        }

        _lastList = new(receivedAt, message.Problem, report.IsOutOfOrder);
        Tap(utf8, receivedAt, _codec.ReadsJson);
        foreach (SubscriptionSource<T> subscriber in _subscribers)
        {
            // The same for all, but for those that await a whole list.
            Delivery<T> own = _awaitingList.Count > 0 && _awaitingList.Remove(subscriber) ? _memory.Current!.Value : delivery;
            (long lost, long merged) = subscriber.Subscription.Post(subscriber, own);
            Counters.AddLag(lost, merged);
        }
    }

    // The notices that a new subscriber gets before the last list.
    private IEnumerable<StreamNotice> NoticesOfLastList()
    {
        if (_lastList is { Problem: { } problem } last)
        {
            yield return new BadMessageNotice { Feed = Key, At = last.ReceivedAt, Reason = problem.Reason, Detail = problem.Detail, Excerpt = problem.Excerpt, Count = problem.Count };
        }

        if (_lastList is { IsOutOfOrder: true } older)
        {
            yield return new OutOfOrderNotice { Feed = Key, At = older.ReceivedAt };
        }

        if (StandstillForNewSubscriber() is { } standstill)
        {
            yield return standstill;
        }
    }

    /// <summary>What is known of the last list that was delivered.</summary>
    private readonly record struct LastList(DateTimeOffset ReceivedAt, WireProblem? Problem, bool IsOutOfOrder);
}
