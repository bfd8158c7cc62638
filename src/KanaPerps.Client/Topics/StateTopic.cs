using KanaPerps.Wire;

namespace KanaPerps.Topics;

/// <summary>A topic that sends its whole current list each time: positions, open orders, funding rates.</summary>
/// <typeparam name="T">The model.</typeparam>
public sealed class StateTopic<T> : Topic<T>
    where T : StateRow
{
    private readonly Func<string?, MessageCodec<T>> _createCodec;
    private readonly Func<T, StateKey> _identify;
    private readonly Comparer<T>? _order;

    internal StateTopic(string name, TopicKeyKind keyKind, Func<string?, MessageCodec<T>> createCodec, Func<T, StateKey> identify, Comparer<T>? order = null)
        : base(name, keyKind)
    {
        _createCodec = createCodec;
        _identify = identify;
        _order = order;
    }

    internal override bool IsWholeState => true;

    internal override MessageCodec<T> CreateCodec(string? key) => _createCodec(key);

    internal override FeedMemory<T> CreateMemory() => new StateMemory<T>(_identify);

    internal override View<T> CreateView(SubscriptionOptions options)
    {
        View<T> view = options.EveryMessage ? new PlainView<T>(newOnly: false) : new ChangeView<T>(_identify);
        return _order is null ? view : new SortedView<T>(view, _order);
    }
}
