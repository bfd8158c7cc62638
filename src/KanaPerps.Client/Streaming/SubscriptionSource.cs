namespace KanaPerps.Streaming;

/// <summary>One feed's place in a subscription: what waits in the queue on its account.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class SubscriptionSource<T>
{
    private long _lastSnapshot;
    private long _untold;

    public SubscriptionSource(Subscription<T> subscription, FeedKey feed, Topic<T> topic, SubscriptionOptions options)
    {
        Subscription = subscription;
        Feed = feed;
        View = topic.CreateView(options);
        IsWholeState = topic.IsWholeState;
        IsSnapshot = options.Snapshot;
    }

    public Subscription<T> Subscription { get; }

    public FeedKey Feed { get; }

    public View<T> View { get; }

    public bool IsWholeState { get; }

    /// <summary>Whether the venue's list of the moment is wanted, and nothing from before.</summary>
    public bool IsSnapshot { get; }

    /// <summary>Whether the next message is to be handed over as the whole list that it is, and not as what is new in it. The feed's own.</summary>
    public bool AwaitsList { get; set; }

    /// <summary>Detaches from the feed; set once attached.</summary>
    public Action<bool>? Detach { get; set; }

    /// <summary>The entries of the deliveries that nobody has read yet, oldest first; of a history only those with rows.</summary>
    public Queue<LinkedListNode<QueueEntry<T>>> Deliveries { get; } = new();

    /// <summary>The entry of the newest snapshot, if nobody has read it yet.</summary>
    public LinkedListNode<QueueEntry<T>>? NewestSnapshot { get; set; }

    /// <summary>The number of the newest snapshot: they are counted from 1. The consumer reads it without the lock.</summary>
    public long LastSnapshot
    {
        get => Volatile.Read(ref _lastSnapshot);
        set => Volatile.Write(ref _lastSnapshot, value);
    }

    /// <summary>How many snapshots the consumer passed over that the next one it reads counts as merged. The consumer's own.</summary>
    public long PassedOver { get; set; }

    /// <summary>The entry that counts the rows dropped, if it has not been read yet, or null.</summary>
    public LinkedListNode<QueueEntry<T>>? PendingLag { get; set; }

    /// <summary>The entries of notices that further ones of their kind are added to as long as nobody has read them.</summary>
    public Dictionary<object, LinkedListNode<QueueEntry<T>>> PendingNotices { get; } = [];

    /// <summary>How many notices there were so far.</summary>
    public long Notices { get; set; }

    /// <summary>How many rows of this feed wait.</summary>
    public int WaitingRows { get; set; }

    /// <summary>Whether a fault or a disconnect was the last thing to be told.</summary>
    public bool HasEnded { get; set; }

    /// <summary>The consumer has passed a snapshot over.</summary>
    public void AddUntold() => Interlocked.Increment(ref _untold);

    /// <summary>How many snapshots the consumer has passed over that the feed was not told of.</summary>
    public long Untold => Volatile.Read(ref _untold);

    /// <summary>Tells the feed of the snapshots that the consumer has passed over.</summary>
    public long TakeUntold() => Volatile.Read(ref _untold) == 0 ? 0 : Interlocked.Exchange(ref _untold, 0);
}
