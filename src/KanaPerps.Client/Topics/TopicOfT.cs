using KanaPerps.Wire;

namespace KanaPerps.Topics;

/// <summary>A topic whose messages are read into a model.</summary>
/// <typeparam name="T">The model.</typeparam>
public abstract class Topic<T> : Topic
{
    private protected Topic(string name, TopicKeyKind keyKind)
        : base(name, keyKind)
    {
    }

    internal sealed override Type ModelType => typeof(T);

    /// <summary>Whether only the newest message matters, so that older ones waiting for a slow consumer are merged into it.</summary>
    internal abstract bool IsWholeState { get; }

    internal abstract MessageCodec<T> CreateCodec(string? key);

    internal abstract FeedMemory<T> CreateMemory();

    internal abstract View<T> CreateView(SubscriptionOptions options);
}
