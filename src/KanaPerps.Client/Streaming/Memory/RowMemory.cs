using System.Runtime.InteropServices;
using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>Remembers the rows of a history topic, which repeats old rows in each message, so that each row is delivered once.</summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class RowMemory<T> : FeedMemory<T>
    where T : VenueRow
{
    private const int LeastKept = 10_000;

    private readonly Func<T, RowIdentity> _identify;
    private readonly Func<T, DateTimeOffset?> _timeOf;
    private readonly HashSet<RowIdentity> _known = [];
    private readonly Dictionary<RowIdentity, int> _inMessage = [];
    private readonly Queue<(RowIdentity Identity, T Row)> _history = new();
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
        int fresh = 0;
        bool overlaps = _known.Count == 0 && message.Items.Length == 0;
        (RowIdentity Identity, T Row)[] rows = new (RowIdentity, T)[message.Items.Length];
        foreach (T row in message.Items)
        {
            RowIdentity identity = IdentifyInMessage(row);
            if (_known.Contains(identity))
            {
                overlaps = true;
            }
            else
            {
                rows[fresh++] = (identity, row);
            }
        }

        _inMessage.Clear();
        Array.Resize(ref rows, fresh);
        rows = OldestFirst(rows, IsNewestFirst(message.Items));
        report = new(overlaps ? Completeness.Proven : Completeness.PossibleGap, KnownUntil: _newest);
        Remember(rows, message.Items.Length);
        return new([.. rows.Select(r => r.Row)], isInitial, message.IsComplete);
    }

    private RowIdentity IdentifyInMessage(T row)
    {
        RowIdentity identity = _identify(row);
        ref int seen = ref CollectionsMarshal.GetValueRefOrAddDefault(_inMessage, identity, out _);
        return identity with { Occurrence = seen++ };
    }

    private bool IsNewestFirst(T[] list) => list.Length > 1 && _timeOf(list[0]) > _timeOf(list[^1]);

    // The venue documents no order. Time decides, then the ledger version; beyond that the rows keep the order that the list runs in.
    private (RowIdentity Identity, T Row)[] OldestFirst((RowIdentity Identity, T Row)[] rows, bool isNewestFirst)
    {
        if (rows.Length < 2)
        {
            return rows;
        }

        if (isNewestFirst)
        {
            Array.Reverse(rows);
        }

        return [.. rows.OrderBy(r => _timeOf(r.Row)).ThenBy(r => r.Identity.Version)];
    }

    // More than the longest list seen is kept, so that a row that the venue still repeats is never taken for a new one.
    private void Remember((RowIdentity Identity, T Row)[] rows, int listLength)
    {
        _capacity = Math.Max(_capacity, listLength * 2);
        foreach ((RowIdentity Identity, T Row) row in rows)
        {
            _known.Add(row.Identity);
            _history.Enqueue(row);
            _newest = _newest is null || _timeOf(row.Row) > _newest ? _timeOf(row.Row) : _newest;
        }

        while (_history.Count > _capacity)
        {
            _known.Remove(_history.Dequeue().Identity);
        }
    }
}
