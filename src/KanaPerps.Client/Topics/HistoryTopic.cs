using KanaPerps.Wire;

namespace KanaPerps.Topics;

/// <summary>A topic that sends a list which repeats old rows: fills, orders, trades, transfers.</summary>
/// <typeparam name="T">The model.</typeparam>
public sealed class HistoryTopic<T> : Topic<T>
    where T : VenueRow
{
    private readonly Func<string?, MessageCodec<T>> _createCodec;
    private readonly RowRules<T> _rules;

    internal HistoryTopic(string name, TopicKeyKind keyKind, Func<string?, MessageCodec<T>> createCodec, RowRules<T> rules)
        : base(name, keyKind)
    {
        _createCodec = createCodec;
        _rules = rules;
    }

    internal override bool IsWholeState => false;

    internal override bool IsHistory => true;

    internal override MessageCodec<T> CreateCodec(string? key) => _createCodec(key);

    internal override FeedMemory<T> CreateMemory() => new RowMemory<T>(_rules);

    internal override View<T> CreateView(SubscriptionOptions options) =>
        options.Snapshot && _rules.SubjectOf is { } orderOf ? new LatestView<T>(orderOf) : new PlainView<T>(options.NewOnly);
}
