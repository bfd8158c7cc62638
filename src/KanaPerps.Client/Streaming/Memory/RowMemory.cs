using System.Runtime.InteropServices;
using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>Remembers the rows of a history topic, which repeats old rows in each message, so that each row is delivered once.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class RowMemory<T> : FeedMemory<T>
    where T : VenueRow
{
    private const int LeastKept = 2_000;

    // Odd and large, so that any number of twins spread over the whole table.
    private const int TwinStep = -1640531535;

    private readonly Func<T, RowIdentity> _identify;
    private readonly Func<T, DateTimeOffset?> _timeOf;

    // Each row with the number of the message that had it last.
    private readonly Dictionary<Kept, long> _known;
    private readonly Dictionary<Kept, int> _twins;
    private readonly List<Kept> _fresh = [];
    private readonly Queue<Kept> _history = new();
    private DateTimeOffset? _newest;
    private int _capacity = LeastKept;
    private long _message;

    public RowMemory(Func<T, RowIdentity> identify, Func<T, DateTimeOffset?> timeOf)
    {
        _identify = identify;
        _timeOf = timeOf;
        SameIdentity comparer = new(identify);
        _known = new(comparer);
        _twins = new(comparer);
    }

    /// <inheritdoc/>
    public override Delivery<T>? Current =>
        _message > 0 ? new([.. _history.Order(Comparer<Kept>.Create(CompareAge)).Select(h => h.Row)], IsInitial: true, IsComplete: true) : null;

    /// <inheritdoc/>
    public override Delivery<T> Accept(DecodedMessage<T> message, out MemoryReport report)
    {
        bool isInitial = _message++ == 0;
        bool overlaps = _known.Count == 0 && message.Items.Length == 0;
        foreach (T row in message.Items)
        {
            Kept kept = new(row, _identify(row).GetHashCode(), Occurrence: 0);
            if (IsNews(ref kept))
            {
                _fresh.Add(kept);
            }
            else
            {
                overlaps = true;
            }
        }

        bool isAsSent = PutOldestFirst(IsNewestFirst(message.Items)) && _fresh.Count == message.Items.Length;
        T[] rows = isAsSent ? message.Items : [.. _fresh.Select(r => r.Row)];
        report = new(overlaps ? Completeness.Proven : Completeness.PossibleGap, KnownUntil: _newest);
        Remember(message.Items.Length);
        _fresh.Clear();
        _twins.Clear();
        return new(rows, isInitial, message.IsComplete);
    }

    private bool IsNews(ref Kept row)
    {
        ref long seenIn = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, row, out bool isKnown);
        if (isKnown && seenIn == _message)
        {
            // Alike in all that can differ, and in one message: these are two, and stay two in the next message.
            ref int twins = ref CollectionsMarshal.GetValueRefOrAddDefault(_twins, row, out _);
            row = row with { Occurrence = ++twins };
            seenIn = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, row, out isKnown);
        }

        seenIn = _message;
        return !isKnown;
    }

    private bool IsNewestFirst(T[] list) => list.Length > 1 && _timeOf(list[0]) > _timeOf(list[^1]);

    // The venue documents no order. Time decides, then the ledger version; beyond that the rows keep the order that the list runs in.
    // False when the order is not the one in which they came.
    private bool PutOldestFirst(bool isNewestFirst)
    {
        if (isNewestFirst)
        {
            _fresh.Reverse();
        }

        for (int i = 1; i < _fresh.Count; i++)
        {
            if (CompareAge(_fresh[i - 1], _fresh[i]) > 0)
            {
                Kept[] sorted = [.. _fresh.Order(Comparer<Kept>.Create(CompareAge))];
                sorted.CopyTo(CollectionsMarshal.AsSpan(_fresh));
                return false;
            }
        }

        return !isNewestFirst;
    }

    private int CompareAge(Kept a, Kept b)
    {
        int byTime = Nullable.Compare(_timeOf(a.Row), _timeOf(b.Row));
        return byTime != 0 ? byTime : Nullable.Compare(_identify(a.Row).Version, _identify(b.Row).Version);
    }

    // More than the longest list seen is kept, and whatever is in the present list, however long ago it came: a row that the venue still
    // repeats is never taken for a new one.
    private void Remember(int listLength)
    {
        _capacity = Math.Max(_capacity, listLength * 2);
        foreach (Kept kept in _fresh)
        {
            _history.Enqueue(kept);
            _newest = _newest is null || _timeOf(kept.Row) > _newest ? _timeOf(kept.Row) : _newest;
        }

        for (int surplus = _history.Count - _capacity; surplus > 0;)
        {
            Kept oldest = _history.Dequeue();
            if (_known[oldest] == _message)
            {
                _history.Enqueue(oldest);
                continue;
            }

            _known.Remove(oldest);
            surplus--;
        }
    }

    // What an identity is made of is in the row: keeping it here as well would take more room than all else. Its hash is looked up three
    // times in its life, and computing it costs more than the look-up.
    private readonly record struct Kept(T Row, int Hash, int Occurrence);

    private sealed class SameIdentity(Func<T, RowIdentity> identify) : IEqualityComparer<Kept>
    {
        public bool Equals(Kept a, Kept b) =>
            a.Hash == b.Hash && a.Occurrence == b.Occurrence && (ReferenceEquals(a.Row, b.Row) || identify(a.Row) == identify(b.Row));

        public int GetHashCode(Kept row) => row.Hash + (row.Occurrence * TwinStep);
    }
}
