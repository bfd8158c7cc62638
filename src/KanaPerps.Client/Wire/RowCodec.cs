using System.Text;
using KanaPerps.Wire.Fast;

namespace KanaPerps.Wire;

/// <summary>
/// Reads the messages of a topic. <see cref="FastPath"/> reads a message if it can, else <see cref="JsonMessageReader"/>. Both find where the
/// fields of each row are in the message, and report the row to this class (<see cref="IRowSink"/>). The derived codec builds a row from its
/// fields, and the items for the subscribers from the rows.
/// </summary>
/// <typeparam name="TRow">What a row on the wire becomes.</typeparam>
/// <typeparam name="T">The model.</typeparam>
internal abstract class RowCodec<TRow, T> : MessageCodec<T>, IRowSink
{
    // Whether rows are a history. An unreadable row of a history is lost; one of a state comes again with the next message.
    private static readonly bool s_isHistory = typeof(TRow).IsAssignableTo(typeof(VenueRow)) && !typeof(TRow).IsAssignableTo(typeof(StateRow));

    private readonly string? _key;
    private readonly byte[] _keyUtf8;
    private readonly Field? _keyField;
    private readonly FieldSet _fields;
    private readonly JsonMessageReader _reader;
    private readonly FastPath _fastPath;
    private readonly RowScratch _scratch;
    private readonly RowCache<TRow> _cache = new();
    private readonly List<string> _inexact = [];
    private readonly UnreadableRows? _unreadableRows = s_isHistory ? new() : null;
    private DecodedMessage<T> _last;

    // The problems of the present message. Lost rows are bad rows of a history that no earlier message had.
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
        _scratch = new RowScratch(fields);
        RowShape shape = new();
        _reader = new JsonMessageReader(topic, fields, shape, _scratch.Slots);
        _fastPath = new FastPath(topic, shape, _scratch.Slots);
    }

    /// <inheritdoc/>
    public sealed override ReadOnlySpan<byte> LastMessage => _cache.Bytes;

    // Then the list is of another key. It must not be taken for an empty list of this one.
    private bool HasOnlyForeignRows => _cache.Rows.IsEmpty && _badRows is null && _foreignRows is not null;

    /// <inheritdoc/>
    public sealed override DecodedMessage<T> Decode(ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt)
    {
        _scratch.ReceivedAt = receivedAt;
        _scratch.Network = Network;
        ReadOnlySpan<byte> json = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        if (!ReadsFromScratch && _cache.IsLast(json))
        {
            TookFastPath = true;
            return _last = RepeatMessage(_last with { LostRows = null }, receivedAt);
        }

        // Both readers call OnList, then TakeKnown or OnRow for each row.
        TookFastPath = !ReadsFromScratch && _fastPath.TryRead(json, this);
        WireProblem? fatal = TookFastPath ? null : _reader.Read(json, this);
        fatal ??= HasOnlyForeignRows ? _foreignRows : null;
        if (fatal is not null)
        {
            // Drops the rows of this message. The one before it stays the last.
            _cache.Begin();
            return new([], fatal);
        }

        _last = new(Assemble(_cache.Rows, new(receivedAt, IsComplete: _badRows is null, _inexact)), _badRows, _foreignRows, _inexact.Count) { LostRows = _lostRows };
        _cache.Keep(json);
        _unreadableRows?.Keep();
        return _last;
    }

    /// <inheritdoc/>
    public sealed override DecodedMessage<T>? WarmUp()
    {
        // A number with more digits than fit into 64 bits, such as an average price, takes a path of its own.
        DecimalParser.Parse("5.7561234567890123456789"u8, out decimal _);

        // JsonMessageReader reads the first message and learns the order of the fields. FastPath reads the second, which has to differ.
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
        _unreadableRows?.Begin();
        _inexact.Clear();
    }

    /// <inheritdoc/>
    int IRowSink.TakeKnown(ReadOnlySpan<byte> json, int start)
    {
        if (!_cache.TryFind(json, start, out TRow row, out int length))
        {
            // Read the row; with -1, do not ask for the other rows of this message either.
            return _cache.HasGivenUp ? -1 : 0;
        }

        _cache.Add(RepeatRow(row, _scratch.ReceivedAt), start, length);
        return start + length;
    }

    /// <inheritdoc/>
    void IRowSink.OnRow(ReadOnlySpan<byte> json, int start, int end, bool isInList)
    {
        RowReader reader = new(json, _scratch);
        TRow row = Read(reader);
        string? other = null;

        // Equal bytes are the usual case, and cheap to compare. Only other bytes are parsed.
        bool isForeign = _keyField is not null && !reader.HasBytes(_keyField, _keyUtf8) && reader.IsForeign(_keyField, _key!, out other);
        if (_scratch.Problem is not null)
        {
            NoteBad(_scratch.Problem, json[start..end]);
        }
        else if (isForeign)
        {
            Note(ref _foreignRows, BadMessageReason.ForeignRow, $"the row belongs to {other}", json[start..end]);
        }
        else if (_scratch.Inexact is { } rounded)
        {
            // Length 0: the next message must read the row again, since rounded numbers are counted for each message.
            _inexact.AddRange(rounded);
            _cache.Add(row, start, length: 0);
        }
        else
        {
            // A row outside of a list is not reused either: in a list the same bytes could be nested too deep to be accepted.
            _cache.Add(row, start, isInList ? end - start : 0);
        }
    }

    /// <inheritdoc/>
    void IRowSink.OnInvalidItem(ReadOnlySpan<byte> json, int start, int end) =>
        NoteBad("the row is not an object", json[start..end]);

    /// <summary>Builds a row from its fields.</summary>
    /// <param name="row">The row's fields.</param>
    /// <returns>The row. It is ignored if a field had a problem.</returns>
    protected abstract TRow Read(in RowReader row);

    /// <summary>Makes the row of a message that repeats a row of the message before, byte for byte.</summary>
    /// <param name="row">The earlier row.</param>
    /// <param name="receivedAt">When the new message was received.</param>
    /// <returns>The row of the new message; may be the same object.</returns>
    protected abstract TRow RepeatRow(in TRow row, DateTimeOffset receivedAt);

    /// <summary>Makes the result for a message that repeats the one before, byte for byte.</summary>
    /// <param name="last">The result for the earlier message.</param>
    /// <param name="receivedAt">When the new message was received.</param>
    /// <returns>The result for the new message.</returns>
    protected abstract DecodedMessage<T> RepeatMessage(in DecodedMessage<T> last, DateTimeOffset receivedAt);

    /// <summary>Makes the items for the subscribers from the rows of one message.</summary>
    /// <param name="rows">The rows that could be read; valid during the call only.</param>
    /// <param name="facts">What is known of the message as a whole.</param>
    /// <returns>The items.</returns>
    protected abstract T[] Assemble(ReadOnlySpan<TRow> rows, MessageFacts facts);

    private void NoteBad(string detail, ReadOnlySpan<byte> row)
    {
        Note(ref _badRows, BadMessageReason.BadRow, detail, row);
        if (_unreadableRows is not null && _unreadableRows.Add(row))
        {
            Note(ref _lostRows, BadMessageReason.BadRow, detail, row);
        }
    }

    // Describes the first problem of a kind, and counts the others.
    private static void Note(ref WireProblem? problem, BadMessageReason reason, string detail, ReadOnlySpan<byte> excerpt) =>
        problem = problem is null ? new(reason, detail, VenueText.Excerpt(excerpt)) : problem with { Count = problem.Count + 1 };
}
