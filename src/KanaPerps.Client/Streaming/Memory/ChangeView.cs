using System.Runtime.InteropServices;
namespace KanaPerps.Streaming;

/// <summary>
/// Shows what changed since the subscriber last looked. The difference is taken here, after the queue, so that merging two
/// snapshots for a slow consumer loses no change.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class ChangeView<T> : View<T>
    where T : StateRow
{
    private readonly Func<T, string> _identify;
    private Dictionary<string, T>? _seen;

    public ChangeView(Func<T, string> identify)
    {
        _identify = identify;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<T> Apply(Delivery<T> delivery)
    {
        List<T> changes = [];
        Dictionary<string, T> now = new(delivery.Items.Length);
        Dictionary<string, int> twins = [];
        foreach (T row in delivery.Items)
        {
            string key = UniqueKey(now, twins, row);
            now.Add(key, row);
            if (_seen is null)
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

        if (_seen is not null)
        {
            AddVanished(delivery, now, _seen, changes);
        }

        _seen = now;
        return changes;
    }

    private static void AddVanished(Delivery<T> delivery, Dictionary<string, T> now, Dictionary<string, T> seen, List<T> changes)
    {
        foreach ((string key, T before) in seen)
        {
            if (now.ContainsKey(key))
            {
                continue;
            }

            if (delivery.IsComplete)
            {
                changes.Add(before with { Change = RowChange.Closed });
            }
            else
            {
                // A row that could not be read may be this one: it is not gone until a list that could be read says so.
                now.Add(key, before);
            }
        }
    }

    private string UniqueKey(Dictionary<string, T> taken, Dictionary<string, int> twins, T row)
    {
        string key = _identify(row);
        string unique = key;
        while (taken.ContainsKey(unique))
        {
            // Counting on from the last twin: a list of nothing but twins must not take the square of its length.
            ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(twins, key, out bool isKnown);
            number = isKnown ? number + 1 : 2;
            unique = FormattableString.Invariant($"{key}#{number}");
        }

        return unique;
    }
}
