using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>Remembers the last state of a topic that sends its whole list each time.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class StateMemory<T> : FeedMemory<T>
    where T : StateRow
{
    private readonly Func<T, StateKey> _identify;
    private readonly Dictionary<StateKey, T> _known = [];
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
        if (message.RepeatedAt is not null)
        {
            report = new(Completeness.WholeState);
            Delivery<T> again = new(message.Items, IsInitial: false, message.IsComplete, message.RepeatedAt);
            _current = again with { IsInitial = true };
            return again;
        }

        report = new(Completeness.WholeState, IsOlder(message.Items));
        _known.Clear();
        foreach (T row in message.Items)
        {
            _known[_identify(row)] = row;
        }

        _current = new(message.Items, IsInitial: true, message.IsComplete);
        return new(message.Items, IsInitial: false, message.IsComplete);
    }

    // Rows come and go, so only a row that both lists have can tell: one that went back in time, and none that went forward.
    private bool IsOlder(T[] rows)
    {
        bool anyOlder = false;
        foreach (T row in rows)
        {
            if (row is ILedgerRow now && _known.TryGetValue(_identify(row), out T? known) && known is ILedgerRow before)
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
