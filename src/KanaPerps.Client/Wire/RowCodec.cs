using System.Text;
using KanaPerps.Wire.Fast;

namespace KanaPerps.Wire;

/// <summary>
/// Reads a topic's messages: the fast path if it can, else the reader of JSON, and either notes where each field of a row stands; the derived
/// codec builds the row from that, and the message's items from the rows.
/// </summary>
/// <typeparam name="TRow">What a row on the wire becomes.</typeparam>
/// <typeparam name="T">The model.</typeparam>
internal abstract class RowCodec<TRow, T> : MessageCodec<T>, IRowSink
{
    // Rows of a state come again with the next message, but an unreadable row of a history is lost.
    private static readonly bool s_isHistory = typeof(TRow).IsAssignableTo(typeof(VenueRow)) && !typeof(TRow).IsAssignableTo(typeof(StateRow));

    private readonly string? _key;
    private readonly byte[] _keyUtf8;
    private readonly Field? _keyField;
    private readonly FieldSet _fields;
    private readonly JsonMessageReader _reader;
    private readonly FastPath _fast;
    private readonly RowScratch _row;
    private readonly RowCache<TRow> _cache = new();
    private readonly List<string> _inexact = [];
    private readonly UnreadableRows? _unreadable = s_isHistory ? new() : null;
    private DecodedMessage<T> _last;
    private WireProblem? _badRows;
    private WireProblem? _foreignRows;
    private WireProblem? _lostRows;

    /// <summary>Creates a codec for one subscription.</summary>
    /// <param name="topic">The topic that was subscribed to, or null where <c>message</c> names none.</param>
    /// <param name="key">The key that was subscribed to, in the form in which keys compare, or null.</param>
    /// <param name="fields">The declared fields.</param>
    /// <param name="keyField">The field that says which key a row belongs to, or null where none does.</param>
    protected RowCodec(string? topic, string? key, FieldSet fields, Field? keyField)
    {
        _key = key;
        _fields = fields;
        _keyUtf8 = Encoding.UTF8.GetBytes(key ?? "");
        _keyField = key is null ? null : keyField;
        _row = new RowScratch(fields);
        RowShape shape = new();
        _reader = new JsonMessageReader(topic, fields, shape, _row.Slots);
        _fast = new FastPath(topic, shape, _row.Slots);
    }

    /// <inheritdoc/>
    public sealed override ReadOnlySpan<byte> LastMessage => _cache.Bytes;

    /// <inheritdoc/>
    public sealed override DecodedMessage<T> Decode(ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt)
    {
        _row.ReceivedAt = receivedAt;
        _row.Network = Network;
        ReadOnlySpan<byte> json = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        if (!ReadsFromScratch && _cache.IsLast(json))
        {
            TookFastPath = true;
            return _last = Repeat(_last with { LostRows = null }, receivedAt);
        }

        TookFastPath = !ReadsFromScratch && _fast.TryRead(json, this);
        WireProblem? fatal = TookFastPath ? null : _reader.Read(json, this);
        fatal ??= IsForeign ? _foreignRows : null;
        if (fatal is not null)
        {
            _cache.Begin();
            return new([], fatal);
        }

        _last = new(Assemble(_cache.Rows, new(receivedAt, IsComplete: _badRows is null, _inexact)), _badRows, _foreignRows, _inexact.Count) { LostRows = _lostRows };
        _cache.Keep(json);
        _unreadable?.Keep();
        return _last;
    }

    /// <inheritdoc/>
    public sealed override DecodedMessage<T>? WarmUp()
    {
        // An average price has more digits than fit 64 bits and takes a different path.
        DecimalParser.Parse("5.7561234567890123456789"u8, out decimal _);

        // The first by the reader of JSON, the second, which differs, by the fast path.
        string row = _fields.ExampleRow();
        Decode(Encoding.UTF8.GetBytes($"{{\"data\":[{row}]}}"), default);
        return Decode(Encoding.UTF8.GetBytes($"{{\"data\":[{row},{row}]}}"), default);
    }

    /// <inheritdoc/>
    void IRowSink.OnList()
    {
        _cache.Begin();
        _badRows = null;
        _foreignRows = null;
        _lostRows = null;
        _unreadable?.Begin();
        _inexact.Clear();
    }

    /// <inheritdoc/>
    int IRowSink.TakeKnown(ReadOnlySpan<byte> json, int start)
    {
        if (!_cache.TryFind(json, start, out TRow row, out int length))
        {
            return _cache.HasGivenUp ? -1 : 0;
        }

        _cache.Add(Again(row, _row.ReceivedAt), start, length);
        return start + length;
    }

    /// <inheritdoc/>
    void IRowSink.OnRow(ReadOnlySpan<byte> json, int start, int end, bool isInList)
    {
        RowReader reader = new(json, _row);
        TRow row = Read(reader);
        string? other = null;
        bool isForeign = _keyField is not null && !reader.Says(_keyField, _keyUtf8) && reader.IsForeign(_keyField, _key!, out other);
        if (_row.Problem is not null)
        {
            NoteBad(_row.Problem, json[start..end]);
        }
        else if (isForeign)
        {
            Note(ref _foreignRows, BadMessageReason.ForeignRow, $"the row belongs to {other}", json[start..end]);
        }
        else if (_row.Inexact is { } rounded)
        {
            // Rounded numbers are counted for each message.
            _inexact.AddRange(rounded);
            _cache.Add(row, start, 0);
        }
        else
        {
            _cache.Add(row, start, isInList ? end - start : 0);
        }
    }

    /// <inheritdoc/>
    void IRowSink.OnInvalidItem(ReadOnlySpan<byte> json, int start, int end) =>
        NoteBad("the row is not an object", json[start..end]);

    /// <summary>Makes one row.</summary>
    /// <param name="row">The row's fields.</param>
    /// <returns>The row; ignored if it had a problem.</returns>
    protected abstract TRow Read(in RowReader row);

    /// <summary>Reuses a row of an earlier message.</summary>
    /// <param name="row">The row as it was.</param>
    /// <param name="receivedAt">When the message that repeats it was received.</param>
    /// <returns>The row as it is.</returns>
    protected abstract TRow Again(in TRow row, DateTimeOffset receivedAt);

    /// <summary>Makes the result for a message that repeats the one before.</summary>
    /// <param name="last">What that one was.</param>
    /// <param name="receivedAt">When the message that repeats it was received.</param>
    /// <returns>What this one is.</returns>
    protected abstract DecodedMessage<T> Repeat(in DecodedMessage<T> last, DateTimeOffset receivedAt);

    /// <summary>Makes the items for the subscribers from the rows of one message.</summary>
    /// <param name="rows">The rows that could be read; valid during the call only.</param>
    /// <param name="facts">What is known of the message as a whole.</param>
    /// <returns>The items.</returns>
    protected abstract T[] Assemble(ReadOnlySpan<TRow> rows, MessageFacts facts);

    // If all rows belong to another key, the list is another key's, and it does not mean that this key's rows are gone.
    private bool IsForeign => _cache.Rows.IsEmpty && _badRows is null && _foreignRows is not null;

    private void NoteBad(string detail, ReadOnlySpan<byte> row)
    {
        Note(ref _badRows, BadMessageReason.BadRow, detail, row);
        if (_unreadable is not null && _unreadable.Add(row))
        {
            Note(ref _lostRows, BadMessageReason.BadRow, detail, row);
        }
    }

    // The first problem of a kind is described, the others are counted.
    private static void Note(ref WireProblem? problem, BadMessageReason reason, string detail, ReadOnlySpan<byte> excerpt) =>
        problem = problem is null ? new(reason, detail, VenueText.Excerpt(excerpt)) : problem with { Count = problem.Count + 1 };
}
