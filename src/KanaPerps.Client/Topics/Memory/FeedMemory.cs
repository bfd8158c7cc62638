using KanaPerps.Wire;

namespace KanaPerps.Topics;

/// <summary>What a feed remembers of its topic, over all its connections. Used under the feed's lock.</summary>
/// <typeparam name="T">The model.</typeparam>
internal abstract class FeedMemory<T>
{
    /// <summary>What a subscriber gets that comes now, or null as long as no message has come.</summary>
    public abstract Delivery<T>? Current { get; }

    /// <summary>Whether a message says that there is nothing at all.</summary>
    /// <param name="message">The message.</param>
    public virtual bool IsEmpty(DecodedMessage<T> message) => message.IsComplete && message.Items.Length == 0;

    /// <summary>Takes a readable message in.</summary>
    /// <param name="message">The message.</param>
    /// <param name="report">What was noticed about it.</param>
    /// <returns>What the subscribers get.</returns>
    public abstract Delivery<T> Accept(DecodedMessage<T> message, out MemoryReport report);
}
