using System.Runtime.InteropServices;
using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>Remembers the rows of a history topic, which repeats old rows in each message, so that each row is delivered once.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class RowMemory<T> : FeedMemory<T>
    where T : VenueRow
{
    private const int LeastKept = 2_000;

    private readonly Func<T, RowIdentity> _identify;
    private readonly Func<T, DateTimeOffset?> _timeOf;

    // Each row with the number of the message that had it last.
    private readonly Dictionary<HashedIdentity, long> _known = [];
    private readonly Dictionary<HashedIdentity, int> _twins = [];
    private readonly List<Kept> _fresh = [];
    private readonly Queue<Kept> _history = new();
    private DateTimeOffset? _newest;
    private int _capacity = LeastKept;
    private long _message;

    public RowMemory(Func<T, RowIdentity> identify, Func<T, DateTimeOffset?> timeOf)
    {
        _identify = identify;
        _timeOf = timeOf;
    }

    /// <inheritdoc/>
    public override Delivery<T>? Current =>
        _message > 0 ? new([.. _history.Select(h => h.Row)], IsInitial: true, IsComplete: true) : null;

    /// <inheritdoc/>
    public override Delivery<T> Accept(DecodedMessage<T> message, out MemoryReport report)
    {
        bool isInitial = _message++ == 0;
        bool overlaps = _known.Count == 0 && message.Items.Length == 0;
        foreach (T row in message.Items)
        {
            HashedIdentity identity = new(_identify(row));
            if (IsNews(ref identity))
            {
                _fresh.Add(new(row, identity.GetHashCode(), identity.Identity.Occurrence));
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

    private bool IsNews(ref HashedIdentity identity)
    {
        ref long seenIn = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, identity, out bool isKnown);
        if (isKnown && seenIn == _message)
        {
            // Alike in all that can differ, and in one message: these are two, and stay two in the next message.
            ref int twins = ref CollectionsMarshal.GetValueRefOrAddDefault(_twins, identity, out _);
            identity = new(identity.Identity with { Occurrence = ++twins });
            seenIn = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, identity, out isKnown);
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

    // More than the longest list seen is kept, so that a row that the venue still repeats is never taken for a new one.
    private void Remember(int listLength)
    {
        _capacity = Math.Max(_capacity, listLength * 2);
        foreach (Kept kept in _fresh)
        {
            _history.Enqueue(kept);
            _newest = _newest is null || _timeOf(kept.Row) > _newest ? _timeOf(kept.Row) : _newest;
        }

        while (_history.Count > _capacity)
        {
            Kept oldest = _history.Dequeue();
            _known.Remove(new(_identify(oldest.Row) with { Occurrence = oldest.Occurrence }, oldest.Hash));
        }
    }

    // What an identity is made of is in the row: keeping it here as well would take more room than all else.
    private readonly record struct Kept(T Row, int Hash, int Occurrence);

    // Each identity is looked up three times in its life, and a hash over its texts costs more than the look-up.
    private readonly struct HashedIdentity(RowIdentity identity, int hash) : IEquatable<HashedIdentity>
    {
        private readonly int _hash = hash;

        public HashedIdentity(RowIdentity identity)
            : this(identity, identity.GetHashCode())
        {
        }

        public RowIdentity Identity { get; } = identity;

        public bool Equals(HashedIdentity other) => _hash == other._hash && Identity == other.Identity;

        public override bool Equals(object? obj) => obj is HashedIdentity other && Equals(other);

        public override int GetHashCode() => _hash;
    }
}
