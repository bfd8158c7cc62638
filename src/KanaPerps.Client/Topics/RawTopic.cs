using KanaPerps.Wire;
using KanaPerps.Wire.Codecs;

namespace KanaPerps.Topics;

/// <summary>Any topic by its name, its messages as text: for topics whose shape is not known.</summary>
public sealed class RawTopic : Topic<TopicMessage>
{
    /// <summary>Names a topic.</summary>
    /// <param name="name">The name on the wire.</param>
    /// <param name="keyKind">What the topic is asked for with.</param>
    public RawTopic(string name, TopicKeyKind keyKind)
        : base(name, keyKind)
    {
    }

    internal override bool IsWholeState => false;

    internal override MessageCodec<TopicMessage> CreateCodec(string? key) => new RawCodec(Name, key);

    internal override FeedMemory<TopicMessage> CreateMemory() => new LastMessageMemory();

    internal override View<TopicMessage> CreateView(SubscriptionOptions options) => new PlainView<TopicMessage>(options.NewOnly);
}
