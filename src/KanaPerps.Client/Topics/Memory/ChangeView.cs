using KanaPerps.Wire;

namespace KanaPerps.Topics;

/// <summary>
/// Shows what changed since the subscriber last looked: first what went, then what came or changed, since a position that is turned round
/// closes before the other opens. The difference is taken here, after the queue, so that merging two snapshots for a slow consumer loses
/// no change.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class ChangeView<T> : View<T>
    where T : StateRow
{
    private readonly StateKeys<T> _keys;
    private Dictionary<StateKey, T> _seen = [];
    private Dictionary<StateKey, T> _spare = [];
    private T[]? _items;
    private DateTimeOffset? _seenAgainAt;

    public ChangeView(Func<T, StateKey> identify)
    {
        _keys = new(identify);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<T> Apply(Delivery<T> delivery)
    {
        if (delivery.RepeatedAt is not null && delivery.Items == _items)
        {
            _seenAgainAt = delivery.RepeatedAt;
            return [];
        }

        T[] rows = Receipt.Renew(delivery.Items, delivery.RepeatedAt);
        StateKey[] keys = _keys.Assign(rows, _seen);
        Dictionary<StateKey, T> now = _spare;
        now.Clear();
        for (int i = 0; i < rows.Length; i++)
        {
            now.Add(keys[i], rows[i]);
        }

        List<T> changes = [];
        AddVanished(delivery, now, changes);
        for (int i = 0; i < rows.Length; i++)
        {
            if (ChangeOf(keys[i], rows[i]) is { } change)
            {
                changes.Add(rows[i] with { Change = change });
            }
        }

        (_seen, _spare) = (now, _seen);
        (_items, _seenAgainAt) = (delivery.Items, null);
        return changes;
    }

    private RowChange? ChangeOf(StateKey key, T row) =>
        _items is null ? RowChange.Current
        : !_seen.TryGetValue(key, out T? before) ? RowChange.New
        : !row.Equals(before) ? RowChange.Updated
        : null;

    private void AddVanished(Delivery<T> delivery, Dictionary<StateKey, T> now, List<T> changes)
    {
        foreach ((StateKey key, T before) in _seen)
        {
            if (now.ContainsKey(key))
            {
                continue;
            }

            T last = _seenAgainAt is { } at ? Receipt.Renew(before, at) : before;
            if (delivery.IsComplete)
            {
                changes.Add(last with { Change = RowChange.Closed });
            }
            else
            {
                // A row that could not be read may be this one: it is not gone until a list that could be read says so.
                now.Add(key, last);
            }
        }
    }
}
