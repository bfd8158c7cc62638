using System.Runtime.InteropServices;

namespace KanaPerps.Topics;

/// <summary>
/// Gives each row of a state list the key that tells it from the others. Rows that are alike in what identifies them are twins: one that
/// is the same as before keeps its key wherever it stands in the list, and the others go by their order.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class StateKeys<T>
    where T : StateRow
{
    private readonly Func<T, StateKey> _identify;
    private readonly HashSet<StateKey> _plain = [];

    public StateKeys(Func<T, StateKey> identify)
    {
        _identify = identify;
    }

    /// <summary>Keys the rows of a list.</summary>
    /// <param name="rows">The list.</param>
    /// <param name="seen">The list before.</param>
    /// <returns>A key for each row, in the list's order.</returns>
    public StateKey[] Assign(T[] rows, Dictionary<StateKey, T> seen)
    {
        StateKey[] keys = Array.ConvertAll(rows, r => _identify(r));
        _plain.Clear();
        bool hasTwins = seen.Keys.Any(k => k.Twin != 0);
        foreach (StateKey key in keys)
        {
            hasTwins |= !_plain.Add(key);
        }

        if (hasTwins)
        {
            DistinguishTwins(rows, keys, seen);
        }

        return keys;
    }

    private static void DistinguishTwins(T[] rows, StateKey[] keys, Dictionary<StateKey, T> seen)
    {
        // In the order of their numbers, which is that of the list before.
        Dictionary<T, Queue<StateKey>> same = [];
        foreach ((StateKey key, T row) in seen.OrderBy(s => s.Key.Twin))
        {
            QueueOf(same, row).Enqueue(key);
        }

        bool[] isKeyed = new bool[rows.Length];
        HashSet<StateKey> taken = [];
        for (int i = 0; i < rows.Length; i++)
        {
            if (same.TryGetValue(rows[i], out Queue<StateKey>? before) && before.TryDequeue(out StateKey key))
            {
                (keys[i], isKeyed[i]) = (key, taken.Add(key));
            }
        }

        Dictionary<StateKey, Queue<StateKey>> left = [];
        foreach (StateKey key in seen.Keys.Where(k => !taken.Contains(k)).OrderBy(k => k.Twin))
        {
            QueueOf(left, key with { Twin = 0 }).Enqueue(key);
        }

        Dictionary<StateKey, int> next = [];
        for (int i = 0; i < rows.Length; i++)
        {
            if (!isKeyed[i])
            {
                keys[i] = left.TryGetValue(keys[i], out Queue<StateKey>? before) && before.TryDequeue(out StateKey key) ? key : Unused(keys[i], next, taken, seen);
                taken.Add(keys[i]);
            }
        }
    }

    // Counting on from the last twin: a list of nothing but twins must not take the square of its length.
    private static StateKey Unused(StateKey plain, Dictionary<StateKey, int> next, HashSet<StateKey> taken, Dictionary<StateKey, T> seen)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(next, plain, out _);
        StateKey key;
        do
        {
            key = plain with { Twin = number++ };
        }
        while (taken.Contains(key) || seen.ContainsKey(key));
        return key;
    }

    private static Queue<StateKey> QueueOf<TKey>(Dictionary<TKey, Queue<StateKey>> queues, TKey key)
        where TKey : notnull
    {
        if (!queues.TryGetValue(key, out Queue<StateKey>? queue))
        {
            queues.Add(key, queue = new());
        }

        return queue;
    }
}
