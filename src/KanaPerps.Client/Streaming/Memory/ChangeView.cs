using System.Runtime.InteropServices;
using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>
/// Shows what changed since the subscriber last looked. The difference is taken here, after the queue, so that merging two
/// snapshots for a slow consumer loses no change.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class ChangeView<T> : View<T>
    where T : StateRow
{
    private readonly Func<T, StateKey> _identify;
    private readonly Dictionary<StateKey, int> _twins = [];
    private Dictionary<StateKey, T> _seen = [];
    private Dictionary<StateKey, T> _spare = [];
    private T[]? _items;
    private DateTimeOffset? _seenAgainAt;

    public ChangeView(Func<T, StateKey> identify)
    {
        _identify = identify;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<T> Apply(Delivery<T> delivery)
    {
        if (delivery.RepeatedAt is not null && delivery.Items == _items)
        {
            _seenAgainAt = delivery.RepeatedAt;
            return [];
        }

        List<T> changes = [];
        Dictionary<StateKey, T> now = _spare;
        now.Clear();
        _twins.Clear();
        foreach (T row in Receipt.Renew(delivery.Items, delivery.RepeatedAt))
        {
            StateKey key = UniqueKey(now, row);
            now.Add(key, row);
            if (_items is null)
            {
                changes.Add(row with { Change = RowChange.Current });
            }
            else if (!_seen.TryGetValue(key, out T? before))
            {
                changes.Add(row with { Change = RowChange.New });
            }
            else if (!row.Equals(before))
            {
                changes.Add(row with { Change = RowChange.Updated });
            }
        }

        AddVanished(delivery, now, changes);
        (_seen, _spare) = (now, _seen);
        (_items, _seenAgainAt) = (delivery.Items, null);
        return changes;
    }

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

    private StateKey UniqueKey(Dictionary<StateKey, T> taken, T row)
    {
        StateKey key = _identify(row);
        StateKey unique = key;
        while (taken.ContainsKey(unique))
        {
            // Counting on from the last twin: a list of nothing but twins must not take the square of its length.
            ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_twins, key, out _);
            unique = key with { Twin = ++number };
        }

        return unique;
    }
}
