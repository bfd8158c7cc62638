using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Recording;

/// <summary>
/// Turns the messages of a feed into what a subscriber got: the topic's own codec, memory and view, as a live feed has them. What was wrong with
/// a message is not told here, because the notices of then stand in the recording.
/// </summary>
internal abstract class FeedPlayer
{
    private protected FeedPlayer(FeedKey feed)
    {
        Feed = feed;
    }

    /// <summary>The feed.</summary>
    public FeedKey Feed { get; }

    /// <summary>Whether the last message could be read.</summary>
    public bool IsReadable { get; private protected set; }

    /// <summary>Makes the player of a feed. Messages of a topic without a model stay text.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="options">What to see.</param>
    /// <param name="markets">The ids of the markets to see of a topic of the whole venue, or null for all rows.</param>
    /// <returns>The player.</returns>
    public static FeedPlayer Of(FeedKey feed, SubscriptionOptions options, IReadOnlySet<long>? markets = null)
    {
        Topic topic = KanaTopics.Find(feed.Topic) ?? new RawTopic(feed.Topic, KindOf(feed.Key));
        return topic.Accept(new Factory(feed, options, markets));
    }

    /// <summary>Takes a message.</summary>
    /// <param name="utf8">The message.</param>
    /// <param name="receivedAt">When it was received.</param>
    /// <returns>The rows that the subscriber got of it, possibly none.</returns>
    public abstract IReadOnlyList<object> Play(ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt);

    private static TopicKeyKind KindOf(string? key) =>
        key is null ? TopicKeyKind.None : key.StartsWith("0x", StringComparison.Ordinal) ? TopicKeyKind.Address : TopicKeyKind.Market;

    private sealed class Factory(FeedKey feed, SubscriptionOptions options, IReadOnlySet<long>? markets) : ITopicVisitor<FeedPlayer>
    {
        public FeedPlayer Visit<T>(Topic<T> topic) => new FeedPlayer<T>(feed, topic, options, markets);
    }
}
