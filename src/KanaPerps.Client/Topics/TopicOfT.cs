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

    /// <summary>Which market a row is of, or null where rows have none.</summary>
    internal Func<T, long>? MarketOf { get; init; }

    /// <inheritdoc/>
    public sealed override TResult Accept<TResult>(ITopicVisitor<TResult> visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return visitor.Visit(this);
    }

    internal abstract MessageCodec<T> CreateCodec(string? key);

    internal abstract FeedMemory<T> CreateMemory();

    internal abstract View<T> CreateView(SubscriptionOptions options);

    /// <summary>Makes the view of a subscriber that wants some markets of a topic of the whole venue.</summary>
    /// <param name="options">What to see.</param>
    /// <param name="markets">The ids of the markets, or null for all rows.</param>
    /// <returns>The view.</returns>
    internal View<T> CreateView(SubscriptionOptions options, IReadOnlySet<long>? markets) =>
        markets is not null && MarketOf is not null ? new MarketView<T>(CreateView(options), MarketOf, markets) : CreateView(options);
}
