using System.Runtime.InteropServices;
using KanaPerps.Wire;

namespace KanaPerps.Topics;

/// <summary>Remembers the rows of a history topic, which repeats old rows in each message, so that each row is delivered once.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class RowMemory<T> : FeedMemory<T>
    where T : VenueRow
{
    private const int LeastKept = 2_000;

    // Odd and large, so that any number of twins spread over the whole table.
    private const int TwinStep = -1640531535;

    private readonly RowRules<T> _rules;
    private readonly Comparison<KeptRow<T>> _byAge;
    private readonly HistoryProof<T> _proof;
    private readonly Predicate<KeptRow<T>> _isListed;
    private readonly OrderStates<T>? _states;
    private readonly List<(KeptRow<T> Row, bool IsUnknown)> _listed = [];

    // Each row with the number of the message that had it last.
    private readonly Dictionary<KeptRow<T>, long> _known;
    private readonly Dictionary<KeptRow<T>, int> _twins;
    private readonly List<KeptRow<T>> _unknown = [];

    // Where rows are states of orders, also those that an order went back to; else the unknown ones.
    private readonly List<KeptRow<T>> _news;
    private readonly Queue<KeptRow<T>> _history = new();
    private T[]? _list;
    private bool _isListComplete;
    private bool _isListSorted;
    private DateTimeOffset? _newest;
    private bool _runsNewestFirst;
    private int _unchanged;
    private int _capacity = LeastKept;
    private long _message;

    public RowMemory(RowRules<T> rules)
    {
        _rules = rules;
        _byAge = (a, b) => rules.CompareAge(a.Row, b.Row);
        _proof = new(rules);
        _states = rules.SubjectOf is { } orderOf ? new(rules, orderOf) : null;
        _news = _states is null ? _unknown : [];
        SameIdentity comparer = new(rules.Identify);
        _known = new(comparer);
        _twins = new(comparer);
        _isListed = row => _states?.IsListed(row.Row, _message) ?? (_known.TryGetValue(row, out long seenIn) && seenIn == _message);
    }

    /// <inheritdoc/>
    public override Delivery<T>? Current => _list is null ? null : new(OldestFirst(), IsInitial: true, _isListComplete);

    /// <inheritdoc/>
    public override Delivery<T> Accept(DecodedMessage<T> message, out MemoryReport report)
    {
        bool isInitial = _message++ == 0;
        Read(message.Items);
        bool isAsSent = CollectNews() && _news.Count == message.Items.Length;
        T[] rows = isAsSent ? message.Items : [.. _news.Select(r => r.Row)];
        HistoryList list = new(message.Items.Length, message.IsComplete, HasUnchanged: _unchanged > _news.Count - _unknown.Count, HasAllOfBefore: _states?.HasAllOfBefore ?? false);
        report = _proof.Assess(list, _news, _isListed) with { KnownUntil = _newest };
        Remember(message.Items.Length);
        (_list, _isListComplete, _isListSorted) = (message.Items, message.IsComplete, false);
        Clear();
        return new(rows, isInitial, message.IsComplete);
    }

    private void Read(T[] rows)
    {
        bool beginsWithNews = false;
        bool endsWithNews = false;
        for (int i = 0; i < rows.Length; i++)
        {
            KeptRow<T> row = new(rows[i], _rules.Identify(rows[i]).GetHashCode(), Occurrence: 0);
            bool isUnknown = IsUnknown(ref row);
            if (isUnknown)
            {
                _unknown.Add(row);
            }

            if (_states is not null)
            {
                _listed.Add((row, isUnknown));
            }

            beginsWithNews |= i == 0 && isUnknown;
            endsWithNews = isUnknown;
        }

        LearnDirection(rows, beginsWithNews, endsWithNews);
    }

    private bool IsUnknown(ref KeptRow<T> row)
    {
        ref long seenIn = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, row, out bool isKnown);
        if (isKnown && seenIn == _message && _states is null)
        {
            // Alike in all that can differ, and in one message: these are two, and stay two in the next message.
            ref int twins = ref CollectionsMarshal.GetValueRefOrAddDefault(_twins, row, out _);
            row = row with { Occurrence = ++twins };
            seenIn = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, row, out isKnown);
        }

        _unchanged += isKnown && seenIn != _message ? 1 : 0;
        seenIn = _message;
        return !isKnown;
    }

    // By the ages at its ends; where those are alike, by the end at which rows were added; else as before.
    private void LearnDirection(T[] list, bool beginsWithNews, bool endsWithNews)
    {
        int ends = list.Length > 1 ? CompareKnownAges(list[0], list[^1]) : 0;
        if (ends != 0)
        {
            _runsNewestFirst = ends > 0;
        }
        else if (_unchanged > 0 && beginsWithNews != endsWithNews)
        {
            _runsNewestFirst = beginsWithNews;
        }
    }

    private int CompareKnownAges(T a, T b) => _rules.TimeOf(a) is null || _rules.TimeOf(b) is null ? 0 : _rules.CompareAge(a, b);

    // The venue documents no order. Time decides, then the ledger version; beyond that the rows keep the order that the list runs in.
    // False when the order is not the one in which they came.
    private bool CollectNews()
    {
        if (_states is not null)
        {
            if (_runsNewestFirst)
            {
                _listed.Reverse();
            }

            _states.Collect(_listed, _message, _news);
        }
        else if (_runsNewestFirst)
        {
            _news.Reverse();
        }

        for (int i = 1; i < _news.Count; i++)
        {
            if (_byAge(_news[i - 1], _news[i]) > 0)
            {
                KeptRow<T>[] sorted = [.. _news.Order(Comparer<KeptRow<T>>.Create(_byAge))];
                sorted.CopyTo(CollectionsMarshal.AsSpan(_news));
                return false;
            }
        }

        return !_runsNewestFirst || _news.Count < 2;
    }

    // Sorted when it is asked for: only who comes now needs the list as a whole.
    private T[] OldestFirst()
    {
        if (!_isListSorted)
        {
            _list = [.. (_runsNewestFirst ? _list!.Reverse() : _list!).Order(Comparer<T>.Create(_rules.CompareAge))];
            _isListSorted = true;
        }

        return _list!;
    }

    // More than the longest list seen is kept, and whatever is in the present list, however long ago it came: a row that the venue still
    // repeats is never taken for a new one.
    private void Remember(int listLength)
    {
        _capacity = Math.Max(_capacity, listLength * 2);
        foreach (KeptRow<T> row in _unknown)
        {
            _history.Enqueue(row);
            _newest = _newest is null || _rules.TimeOf(row.Row) > _newest ? _rules.TimeOf(row.Row) : _newest;
        }

        for (int surplus = _history.Count - _capacity; surplus > 0;)
        {
            KeptRow<T> oldest = _history.Dequeue();
            if (_known[oldest] == _message)
            {
                _history.Enqueue(oldest);
                continue;
            }

            _known.Remove(oldest);
            _states?.Forget(oldest.Row);
            surplus--;
        }
    }

    private void Clear()
    {
        _news.Clear();
        _unknown.Clear();
        _listed.Clear();
        _twins.Clear();
        _unchanged = 0;
    }

    private sealed class SameIdentity(Func<T, RowIdentity> identify) : IEqualityComparer<KeptRow<T>>
    {
        public bool Equals(KeptRow<T> a, KeptRow<T> b) =>
            a.Hash == b.Hash && a.Occurrence == b.Occurrence && (ReferenceEquals(a.Row, b.Row) || identify(a.Row) == identify(b.Row));

        public int GetHashCode(KeptRow<T> row) => row.Hash + (row.Occurrence * TwinStep);
    }
}
