using KanaPerps.Streaming.Queue;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>A feed with its codec, its memory and its subscribers.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class Feed<T> : Feed
{
    // A list that has more unreadable rows than the one before hides something more. A book that is incomplete says so itself.
    private static readonly bool s_isState = typeof(T).IsAssignableTo(typeof(StateRow));
    private static int s_isWarm;

    private readonly MessageCodec<T> _codec;
    private readonly Topic<T> _topic;
    private readonly DataPulse<T> _pulse;
    private readonly List<SubscriptionSource<T>> _subscribers = [];

    // They get the next message as the whole list that it is, and not as what is new in it.
    private readonly HashSet<SubscriptionSource<T>> _awaitingList = [];
    private readonly FeedCondition _condition;
    private readonly EmptyListHold _hold;
    private readonly bool _isHistory;
    private FeedMemory<T> _memory;
    private LastList? _last;
    private int _unreadable;
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
        _hold = new EmptyListHold(context.Time, context.Options.EmptyListPatience, Gate);
        _pulse = new DataPulse<T>(topic.IsWholeState);

        // Connecting takes a while, in which the code for the first message is compiled.
        if (Interlocked.Exchange(ref s_isWarm, 1) == 0)
        {
            _ = Task.Run(() => TopicRehearsal.Run(key, topic, context));
        }
    }

    public override Type ModelType => typeof(T);

    protected override int SubscriberCount => _subscribers.Count;

    protected override bool HoldsEmptyList => _hold.IsHolding;

    protected override long UncountedMerges => _subscribers.Sum(s => s.Lane.UncountedMerges);

    /// <summary>Adds a subscriber. It gets the last known data at once, with a notice if the connection has trouble.</summary>
    public void Attach(SubscriptionSource<T> source)
    {
        lock (Gate)
        {
            _subscribers.Add(source);
            Joined();
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
                Hasten();
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
                // A subscriber that waits for the venue's list is told of the next failure, and not of one before it came.
                if (!awaitsList || notice is not ReconnectingNotice)
                {
                    source.Subscription.Post(source, notice);
                }
            }
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

    protected override void Welcome(IFeedTap tap)
    {
        if (Fault is not null)
        {
            tap.OnNotice(new FaultNotice { Feed = Key, At = Time.GetUtcNow(), Error = Fault });
            return;
        }

        // While an empty list is held back, the codec has that one and no longer the one before.
        if (_last is { } last && !_hold.IsHolding && !_codec.LastMessage.IsEmpty)
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
        if (message.LostRows is not null)
        {
            ReportLost(message.LostRows);
        }
        else if (message.Problem is not null && !(message.IsReadable && _isHistory))
        {
            ReportBad(message.Problem, isUrgent: message.IsReadable && s_isState && message.Problem.Count > _unreadable);
        }

        if (!message.IsReadable)
        {
            Tap(utf8, receivedAt);
            return false;
        }

        _unreadable = message.Problem?.Count ?? 0;
        if (message.ForeignRows is not null)
        {
            ReportBad(message.ForeignRows);
        }

        if (!Progress.HasMessage && _memory.IsEmpty(message) && TryHold(message, receivedAt))
        {
            return false;
        }

        _hold.Drop();
        Accept(message, utf8, receivedAt, outage);
        return true;
    }

    protected override void Forget()
    {
        _memory = _topic.CreateMemory();
        (_last, _unreadable, _isGapOpen) = (null, 0, false);
    }

    protected override void OnConnectionEnded()
    {
        lock (Gate)
        {
            _hold.Drop();
        }
    }

    // A method of its own: the closure of its lambda is allocated on entry, which must not happen for every message.
    private bool TryHold(DecodedMessage<T> message, DateTimeOffset receivedAt) =>
        _hold.TryHold(() => Believe(message, receivedAt));

    private void Believe(DecodedMessage<T> message, DateTimeOffset receivedAt)
    {
        if (!HasEnded)
        {
            Accept(message, _codec.LastMessage, receivedAt, Progress.Outage);
            Progress.Message(receivedAt);
            Announce();
        }
    }

    private void Accept(DecodedMessage<T> message, ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt, Outage? outage)
    {
        Delivery<T> delivery = _memory.Accept(message, out MemoryReport report);
        Counters.AddRows(delivery.Items.Length, message.InexactNumbers);
        _condition.Live();
        bool hasMoved = _pulse.Take(delivery.Items);
        NoteData(hasMoved, hasMoved ? DataPulse<T>.NewestTime(delivery.Items) : null);
        if (outage is { } over)
        {
            ReportRecovery(over, report, receivedAt);
        }
        else if (report.IsGap)
        {
            // After an outage whose first list was late or empty it is the same gap.
            if (!_isGapOpen)
            {
                Counters.AddGap();
            }

            Broadcast(new GapNotice { Feed = Key, At = receivedAt, From = Earlier(_last?.ReceivedAt ?? receivedAt, report.KnownUntil), IsLast = report.IsLastGap });
        }

        _isGapOpen = report is { Completeness: Completeness.PossibleGap, IsGap: false } && (outage is not null || _isGapOpen);
        if (report.IsOutOfOrder)
        {
            Report(new OutOfOrderNotice { Feed = Key, At = receivedAt });
        }

        _last = new(receivedAt, message.Problem, report.IsOutOfOrder);
        Tap(utf8, receivedAt, _codec.ReadsJson);
        foreach (SubscriptionSource<T> subscriber in _subscribers)
        {
            Delivery<T> own = _awaitingList.Count > 0 && _awaitingList.Remove(subscriber) ? _memory.Current!.Value : delivery;
            (long lost, long merged) = subscriber.Subscription.Post(subscriber, own);
            Counters.AddLag(lost, merged);
        }
    }

    // What a newcomer is told before it gets the last list.
    private IEnumerable<StreamNotice> NoticesOfLastList()
    {
        if (_last is { Problem: { } problem } last)
        {
            yield return new BadMessageNotice { Feed = Key, At = last.ReceivedAt, Reason = problem.Reason, Detail = problem.Detail, Excerpt = problem.Excerpt, Count = problem.Count };
        }

        if (_last is { IsOutOfOrder: true } older)
        {
            yield return new OutOfOrderNotice { Feed = Key, At = older.ReceivedAt };
        }

        if (Standstill() is { } standstill)
        {
            yield return standstill;
        }
    }

    protected override void Announce()
    {
        foreach (SubscriptionSource<T> subscriber in _subscribers)
        {
            subscriber.Subscription.Wake();
        }
    }

    protected override void Broadcast(StreamNotice notice)
    {
        _condition.Reported(notice);
        Tap(notice);
        foreach (SubscriptionSource<T> subscriber in _subscribers)
        {
            subscriber.Subscription.Post(subscriber, notice);
        }
    }

    /// <summary>The notice about the list that a new subscriber gets.</summary>
    private readonly record struct LastList(DateTimeOffset ReceivedAt, WireProblem? Problem, bool IsOutOfOrder);
}
