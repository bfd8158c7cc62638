namespace KanaPerps.Streaming;

/// <summary>One feed's place in a subscription: what waits in the queue on its account.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class SubscriptionSource<T>
{
    public SubscriptionSource(Subscription<T> subscription, FeedKey feed, Topic<T> topic, SubscriptionOptions options)
    {
        Subscription = subscription;
        Feed = feed;
        View = topic.CreateView(options);
        IsWholeState = topic.IsWholeState;
    }

    public Subscription<T> Subscription { get; }

    public FeedKey Feed { get; }

    public View<T> View { get; }

    public bool IsWholeState { get; }

    /// <summary>Detaches from the feed; set once attached.</summary>
    public Action<bool>? Detach { get; set; }

    /// <summary>The entry of the newest snapshot that nobody has read yet, or null.</summary>
    public LinkedListNode<QueueEntry<T>>? PendingSnapshot { get; set; }

    /// <summary>The entry that counts the rows dropped, if it has not been read yet, or null.</summary>
    public LinkedListNode<QueueEntry<T>>? PendingLag { get; set; }

    /// <summary>The entries of notices that further ones of their kind are added to as long as nobody has read them.</summary>
    public Dictionary<object, LinkedListNode<QueueEntry<T>>> PendingNotices { get; } = [];

    /// <summary>How many rows of this feed wait.</summary>
    public int WaitingRows { get; set; }

    /// <summary>Whether a fault or a disconnect was the last thing to be told.</summary>
    public bool HasEnded { get; set; }
}
