using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>A topic that sends a list which repeats old rows: fills, orders, trades, transfers.</summary>
/// <typeparam name="T">The model.</typeparam>
public sealed class HistoryTopic<T> : Topic<T>
    where T : VenueRow
{
    private readonly Func<string?, MessageCodec<T>> _createCodec;
    private readonly Func<T, RowIdentity> _identify;
    private readonly Func<T, DateTimeOffset?> _timeOf;

    internal HistoryTopic(string name, TopicKeyKind keyKind, Func<string?, MessageCodec<T>> createCodec, Func<T, RowIdentity> identify, Func<T, DateTimeOffset?> timeOf)
        : base(name, keyKind)
    {
        _createCodec = createCodec;
        _identify = identify;
        _timeOf = timeOf;
    }

    internal override bool IsWholeState => false;

    internal override MessageCodec<T> CreateCodec(string? key) => _createCodec(key);

    internal override FeedMemory<T> CreateMemory() => new RowMemory<T>(_identify, _timeOf);

    internal override View<T> CreateView(SubscriptionOptions options) => new PlainView<T>(options.NewOnly);
}
