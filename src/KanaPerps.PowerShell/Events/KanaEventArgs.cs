using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>What an event of Register-KanaEvent brings: an object of the topic, or a notice about its feed. One of the two is null.</summary>
public sealed class KanaEventArgs : EventArgs
{
    internal KanaEventArgs(FeedKey feed, object? item, StreamNotice? notice)
    {
        Feed = feed;
        Item = item;
        Notice = notice;
    }

    /// <summary>
    /// The object: what the Watch- command of the topic writes, or a <see cref="TopicMessage"/> for a topic without a model. Null for a notice.
    /// </summary>
    public object? Item { get; }

    /// <summary>What happened to the feed: a loss, a reconnection, a gap, lag, a bad message, silence, the end. Null for an object.</summary>
    public StreamNotice? Notice { get; }

    /// <summary>The feed that it came from: endpoint, topic and key.</summary>
    public FeedKey Feed { get; }

    /// <inheritdoc/>
    public override string ToString() => (Item ?? Notice)?.ToString() ?? "";
}
