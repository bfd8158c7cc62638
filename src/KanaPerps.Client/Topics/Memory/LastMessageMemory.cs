using KanaPerps.Wire;

namespace KanaPerps.Topics;

/// <summary>Remembers the last message of a topic whose shape is not known.</summary>
internal sealed class LastMessageMemory : FeedMemory<TopicMessage>
{
    private Delivery<TopicMessage>? _current;

    /// <inheritdoc/>
    public override Delivery<TopicMessage>? Current => _current;

    /// <inheritdoc/>
    public override Delivery<TopicMessage> Accept(DecodedMessage<TopicMessage> message, out MemoryReport report)
    {
        report = new(Completeness.PossibleGap);
        _current = new(message.Items, IsInitial: true, IsComplete: true);
        return new(message.Items, IsInitial: false, IsComplete: true);
    }
}
