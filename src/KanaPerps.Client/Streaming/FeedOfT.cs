using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>A feed with its codec, its memory and its subscribers.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class Feed<T> : Feed
{
    private static int s_isWarm;

    private readonly MessageCodec<T> _codec;
    private readonly FeedMemory<T> _memory;
    private readonly List<SubscriptionSource<T>> _subscribers = [];
    private int _attachments;

    public Feed(FeedKey key, Topic<T> topic, string network, FeedContext context)
        : base(key, topic, context)
    {
        _codec = topic.CreateCodec(key.Key);
        _codec.Network = network;
        _memory = topic.CreateMemory();

        // Dialling takes a while in which a processor may be idle; compiling the codec then saves that time when the first message comes.
        if (Interlocked.Exchange(ref s_isWarm, 1) == 0)
        {
            _ = Task.Run(topic.CreateCodec(null).WarmUp);
        }
    }

    public override Type ModelType => typeof(T);

    protected override int SubscriberCount => _subscribers.Count;

    protected override long UntoldMerges => _subscribers.Sum(s => s.Untold);

    /// <summary>Adds a subscriber, which gets the current state at once if there is one.</summary>
    public void Attach(SubscriptionSource<T> source)
    {
        lock (Gate)
        {
            _subscribers.Add(source);
            _attachments++;
            if (Fault is not null)
            {
                source.Subscription.Post(source, new FaultNotice { Feed = Key, At = Time.GetUtcNow(), Error = Fault });
            }
            else
            {
                if (_memory.Current is { } current)
                {
                    source.Subscription.Post(source, current);
                    source.Subscription.Wake();
                }

                // Who comes while the feed waits to dial again must not think that all is well, nor wait for the next loss to hear of it.
                if (Waiting is not null)
                {
                    source.Subscription.Post(source, Waiting);
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
            Counters.AddLag(0, source.TakeUntold());
            return _subscribers.Remove(source) && _subscribers.Count == 0;
        }
    }

    /// <summary>How often a subscriber has come so far.</summary>
    public int Attachments
    {
        get
        {
            lock (Gate)
            {
                return _attachments;
            }
        }
    }

    protected override bool OnMessage(ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt, Outage? outage)
    {
        DecodedMessage<T> message = _codec.Decode(utf8, receivedAt);
        if (message.Problem is not null)
        {
            ReportBad(message.Problem);
        }

        if (!message.IsReadable)
        {
            return false;
        }

        if (message.ForeignRows is not null)
        {
            ReportBad(message.ForeignRows);
        }

        Delivery<T> delivery = _memory.Accept(message, out MemoryReport report);
        Counters.AddRows(delivery.Items.Length, message.InexactNumbers);
        if (outage is { } over)
        {
            Counters.AddReconnect(withGap: report.Completeness == Completeness.PossibleGap);
            Broadcast(new ReconnectedNotice { Feed = Key, At = receivedAt, From = Earlier(over.Since, report.KnownUntil), Downtime = over.Length, Completeness = report.Completeness });
        }

        if (report.IsOutOfOrder)
        {
            Broadcast(new OutOfOrderNotice { Feed = Key, At = receivedAt });
        }

        foreach (SubscriptionSource<T> subscriber in _subscribers)
        {
            (long lost, long merged) = subscriber.Subscription.Post(subscriber, delivery);
            Counters.AddLag(lost, merged);
        }

        return true;
    }

    // A message may have been long on its way when it was received: what is known reaches only as far as its newest row.
    private static DateTimeOffset Earlier(DateTimeOffset lastMessage, DateTimeOffset? newestRow) =>
        newestRow is { } known && known < lastMessage ? known : lastMessage;

    protected override void Announce()
    {
        foreach (SubscriptionSource<T> subscriber in _subscribers)
        {
            subscriber.Subscription.Wake();
        }
    }

    protected override void Broadcast(StreamNotice notice)
    {
        foreach (SubscriptionSource<T> subscriber in _subscribers)
        {
            subscriber.Subscription.Post(subscriber, notice);
        }
    }
}
