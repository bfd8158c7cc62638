using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Benchmarks;

/// <summary>Makes what reads a topic's messages as a feed does.</summary>
internal sealed class CodecReader(string? key) : ITopicVisitor<Action<byte[]>>
{
    public Action<byte[]> Visit<T>(Topic<T> topic)
    {
        MessageCodec<T> codec = topic.CreateCodec(key);
        DateTimeOffset receivedAt = DateTimeOffset.UtcNow;
        return message => codec.Decode(message, receivedAt);
    }
}
