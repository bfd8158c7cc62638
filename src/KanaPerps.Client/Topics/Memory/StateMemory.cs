using KanaPerps.Wire;

namespace KanaPerps.Topics;

/// <summary>Remembers the last state of a topic that sends its whole list each time.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class StateMemory<T> : FeedMemory<T>
    where T : StateRow
{
    private readonly Func<T, StateKey> _identify;
    private readonly HashSet<StateKey> _twins = [];
    private Dictionary<StateKey, T> _known = [];
    private Dictionary<StateKey, T> _spare = [];
    private Delivery<T>? _current;

    public StateMemory(Func<T, StateKey> identify)
    {
        _identify = identify;
    }

    /// <inheritdoc/>
    public override Delivery<T>? Current => _current;

    /// <inheritdoc/>
    public override Delivery<T> Accept(DecodedMessage<T> message, out MemoryReport report)
    {
        if (message.RepeatedAt is not null && message.Items == _current?.Items)
        {
            report = new(Completeness.WholeState);
            Delivery<T> again = new(message.Items, IsInitial: false, message.IsComplete, message.RepeatedAt);
            _current = again with { IsInitial = true };
            return again;
        }

        Dictionary<StateKey, T> now = Index(message.Items);
        report = new(Completeness.WholeState, IsOlder(now));
        (_known, _spare) = (now, _known);
        Delivery<T> list = new(message.Items, IsInitial: false, message.IsComplete, message.RepeatedAt);
        _current = list with { IsInitial = true };
        return list;
    }

    // Without rows that are alike in what identifies them: which is which of them can't be told.
    private Dictionary<StateKey, T> Index(T[] rows)
    {
        Dictionary<StateKey, T> index = _spare;
        index.Clear();
        _twins.Clear();
        foreach (T row in rows)
        {
            if (!index.TryAdd(_identify(row), row))
            {
                _twins.Add(_identify(row));
            }
        }

        foreach (StateKey twin in _twins)
        {
            index.Remove(twin);
        }

        return index;
    }

    // Rows come and go, so only a row that both lists have can tell: one that went back in time, and none that went forward.
    private bool IsOlder(Dictionary<StateKey, T> rows)
    {
        bool anyOlder = false;
        foreach ((StateKey key, T row) in rows)
        {
            if (row is ILedgerRow now && _known.TryGetValue(key, out T? known) && known is ILedgerRow before)
            {
                int order = LedgerOrder.Compare(now.TransactionVersion, now.LastUpdated, before.TransactionVersion, before.LastUpdated);
                if (order > 0)
                {
                    return false;
                }

                anyOlder |= order < 0;
            }
        }

        return anyOlder;
    }
}
