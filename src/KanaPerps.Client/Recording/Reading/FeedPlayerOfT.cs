using KanaPerps.Streaming;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Recording;

/// <summary>A player of a topic.</summary>
/// <typeparam name="T">The model, a class.</typeparam>
internal sealed class FeedPlayer<T> : FeedPlayer
{
    private readonly MessageCodec<T> _codec;
    private readonly FeedMemory<T> _memory;
    private readonly View<T> _view;

    public FeedPlayer(FeedKey feed, Topic<T> topic, SubscriptionOptions options, IReadOnlySet<long>? markets)
        : base(feed)
    {
        _codec = topic.CreateCodec(feed.Key);
        _codec.Network = feed.Endpoint.Name;
        _memory = topic.CreateMemory();
        _view = topic.CreateView(options, markets);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<object> Play(ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt)
    {
        DecodedMessage<T> message = _codec.Decode(utf8, receivedAt);
        IsReadable = message.IsReadable;
        return IsReadable ? (IReadOnlyList<object>)_view.Apply(_memory.Accept(message, out _)) : [];
    }
}
