using KanaPerps.Streaming.Queue;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>Compiles what a topic's first message needs, before that comes.</summary>
internal static class TopicRehearsal
{
    /// <summary>Takes a made-up message from its bytes to a subscriber. Everything on the way is made for it, and nothing is counted.</summary>
    /// <typeparam name="T">The model.</typeparam>
    /// <param name="feed">A feed of the topic.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="context">What the feed was given.</param>
    /// <returns>How many objects the subscriber got.</returns>
    public static int Run<T>(FeedKey feed, Topic<T> topic, FeedContext context)
    {
        if (topic.CreateCodec(null).WarmUp() is not { } example)
        {
            return 0;
        }

        using Subscription<T> subscription = new(context.Options, context.Time);
        SubscriptionSource<T> source = subscription.AddSource(feed, topic, new(), (_, _) => { });
        subscription.Post(source, topic.CreateMemory().Accept(example, out _));
        subscription.Wake();
        return subscription.TryRead(out StreamEvent<T> read) ? read.Items.Count : 0;
    }
}
