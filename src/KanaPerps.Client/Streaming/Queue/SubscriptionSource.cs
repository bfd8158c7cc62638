using KanaPerps.Topics;

namespace KanaPerps.Streaming.Queue;

/// <summary>One feed's place in a subscription: its lane in the queue, and the subscriber's view of it.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class SubscriptionSource<T>
{
    private readonly Action<SubscriptionSource<T>, bool> _leave;
    private bool _hasEnded;

    /// <summary>Creates the place.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="queue">The subscription's queue.</param>
    /// <param name="feed">The feed.</param>
    /// <param name="topic">The feed's topic.</param>
    /// <param name="options">What to deliver to the subscriber.</param>
    /// <param name="leave">Leaves the feed. If the second argument is true and the feed has no other user, it closes without lingering.</param>
    /// <param name="markets">The ids of the markets to deliver of a topic of the whole venue, or null for all rows.</param>
    public SubscriptionSource(
        Subscription<T> subscription,
        SubscriptionQueue<T> queue,
        FeedKey feed,
        Topic<T> topic,
        SubscriptionOptions options,
        Action<SubscriptionSource<T>, bool> leave,
        IReadOnlySet<long>? markets)
    {
        _leave = leave;
        Subscription = subscription;
        Feed = feed;
        View = topic.CreateView(options, markets);
        IsSnapshot = options.Snapshot;
        Lane = queue.CreateLane(this, topic.IsWholeState);
    }

    public Subscription<T> Subscription { get; }

    public FeedKey Feed { get; }

    public View<T> View { get; }

    public Lane<T> Lane { get; }

    /// <summary>Whether the subscriber wants the venue's current list, and no older data: <see cref="SubscriptionOptions.Snapshot"/>.</summary>
    public bool IsSnapshot { get; }

    /// <summary>Leaves the feed.</summary>
    /// <param name="closeNow">Whether the feed closes at once if it has no other subscriber.</param>
    public void Leave(bool closeNow) => _leave(this, closeNow);

    /// <summary>Records that the feed has reported its end. Called by the consumer only.</summary>
    /// <returns>Whether that is new.</returns>
    public bool TryEnd() => !_hasEnded && (_hasEnded = true);
}
