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
    private readonly HashSet<HashedIdentity> _known = [];
    private readonly Dictionary<HashedIdentity, int> _inMessage = [];
    private readonly List<(HashedIdentity Identity, T Row)> _fresh = [];
    private readonly Queue<(HashedIdentity Identity, T Row)> _history = new();
    private DateTimeOffset? _newest;
    private int _capacity = LeastKept;
    private bool _hasMessage;

    public RowMemory(Func<T, RowIdentity> identify, Func<T, DateTimeOffset?> timeOf)
    {
        _identify = identify;
        _timeOf = timeOf;
    }

    /// <inheritdoc/>
    public override Delivery<T>? Current =>
        _hasMessage ? new([.. _history.Select(h => h.Row)], IsInitial: true, IsComplete: true) : null;

    /// <inheritdoc/>
    public override Delivery<T> Accept(DecodedMessage<T> message, out MemoryReport report)
    {
        bool isInitial = !_hasMessage;
        _hasMessage = true;
        bool overlaps = _known.Count == 0 && message.Items.Length == 0;
        foreach (T row in message.Items)
        {
            HashedIdentity identity = IdentifyInMessage(row);
            if (_known.Add(identity))
            {
                _fresh.Add((identity, row));
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
        _inMessage.Clear();
        return new(rows, isInitial, message.IsComplete);
    }

    private HashedIdentity IdentifyInMessage(T row)
    {
        HashedIdentity identity = new(_identify(row));
        ref int seen = ref CollectionsMarshal.GetValueRefOrAddDefault(_inMessage, identity, out _);
        int occurrence = seen++;
        return occurrence == 0 ? identity : new(identity.Identity with { Occurrence = occurrence });
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
                (HashedIdentity, T)[] sorted = [.. _fresh.Order(Comparer<(HashedIdentity, T)>.Create(CompareAge))];
                sorted.CopyTo(CollectionsMarshal.AsSpan(_fresh));
                return false;
            }
        }

        return !isNewestFirst;
    }

    private int CompareAge((HashedIdentity Identity, T Row) a, (HashedIdentity Identity, T Row) b)
    {
        int byTime = Nullable.Compare(_timeOf(a.Row), _timeOf(b.Row));
        return byTime != 0 ? byTime : Nullable.Compare(a.Identity.Identity.Version, b.Identity.Identity.Version);
    }

    // More than the longest list seen is kept, so that a row that the venue still repeats is never taken for a new one.
    private void Remember(int listLength)
    {
        _capacity = Math.Max(_capacity, listLength * 2);
        foreach ((HashedIdentity Identity, T Row) row in _fresh)
        {
            _history.Enqueue(row);
            _newest = _newest is null || _timeOf(row.Row) > _newest ? _timeOf(row.Row) : _newest;
        }

        while (_history.Count > _capacity)
        {
            _known.Remove(_history.Dequeue().Identity);
        }
    }

    // Each identity is looked up three times in its life, and a hash over its texts costs more than the look-up.
    private readonly struct HashedIdentity(RowIdentity identity) : IEquatable<HashedIdentity>
    {
        private readonly int _hash = identity.GetHashCode();

        public RowIdentity Identity { get; } = identity;

        public bool Equals(HashedIdentity other) => _hash == other._hash && Identity == other.Identity;

        public override bool Equals(object? obj) => obj is HashedIdentity other && Equals(other);

        public override int GetHashCode() => _hash;
    }
}
