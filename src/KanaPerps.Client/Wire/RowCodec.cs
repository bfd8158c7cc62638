using System.Text;
using System.Text.Json;

namespace KanaPerps.Wire;

/// <summary>
/// Reads the envelope <c>{"data":[…],"message":"…"}</c> in one pass over the bytes: each row's fields are noted where they stand, and
/// the derived codec builds the model from them.
/// </summary>
/// <typeparam name="T">The model of a row.</typeparam>
internal abstract class RowCodec<T> : MessageCodec<T>
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 64 };

    private readonly string? _topic;
    private readonly byte[] _topicUtf8;
    private readonly string? _key;
    private readonly FieldSet _fields;
    private readonly TokenSlot[] _slots;
    private readonly CodecPools _pools = new();
    private readonly List<T> _rows = [];
    private WireProblem? _badRows;
    private WireProblem? _foreignRows;
    private int _inexact;

    /// <summary>Makes a codec for one subscription.</summary>
    /// <param name="topic">The topic that was subscribed to, or null where <c>message</c> names none.</param>
    /// <param name="key">The key that was subscribed to, in the form in which keys compare, or null.</param>
    /// <param name="fields">The declared fields.</param>
    protected RowCodec(string? topic, string? key, FieldSet fields)
    {
        _topic = topic;
        _topicUtf8 = Encoding.UTF8.GetBytes(topic ?? "");
        _key = key;
        _fields = fields;
        _slots = new TokenSlot[fields.Count];
    }

    /// <inheritdoc/>
    public sealed override DecodedMessage<T> Decode(ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt)
    {
        Forget();
        ReadOnlySpan<byte> json = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        try
        {
            WireProblem? fatal = ReadEnvelope(json, receivedAt);
            fatal ??= IsForeign ? _foreignRows : null;
            return fatal is null ? new([.. _rows], _badRows, _foreignRows, _inexact) : new([], fatal);
        }
        catch (JsonException e)
        {
            return new([], new(BadMessageReason.InvalidJson, VenueText.Escape(e.Message), VenueText.Excerpt(utf8)));
        }
        finally
        {
            // The rows belong to the receiver now; the scratch list must not keep them alive until the next message.
            Forget();
        }
    }

    // Rows of another key and no others are another key's list: to this one they do not say that everything is gone.
    private bool IsForeign => _rows.Count == 0 && _badRows is null && _foreignRows is not null;

    /// <summary>Builds the model of one row.</summary>
    /// <param name="row">The row's fields.</param>
    /// <returns>The model; passed over when <see cref="RowReader.Problem"/> is set.</returns>
    protected abstract T Build(ref RowReader row);

    /// <summary>The key that a row belongs to, or null when the row does not say.</summary>
    /// <param name="row">The row.</param>
    /// <returns>An address or a market id in the form in which keys compare.</returns>
    protected abstract string? KeyOf(T row);

    private WireProblem? ReadEnvelope(ReadOnlySpan<byte> json, DateTimeOffset receivedAt)
    {
        Utf8JsonReader reader = new(json, s_options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            reader.Read();
            return new(BadMessageReason.UnknownShape, "the message is no object", VenueText.Excerpt(json));
        }

        bool hasData = false;
        string? message = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Says(ref reader, "data"u8))
            {
                reader.Read();
                hasData = ReadData(ref reader, json, receivedAt);
            }
            else if (Says(ref reader, "message"u8))
            {
                reader.Read();
                message = reader.TokenType == JsonTokenType.String ? ReadTopic(ref reader) : null;
                reader.Skip();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        // Whatever follows the closing brace is reported by the reader.
        reader.Read();
        if (!hasData)
        {
            return new(BadMessageReason.UnknownShape, "there is no list or object named data", VenueText.Excerpt(json));
        }

        return message is null || _topic is null || message == _topic
            ? null
            : new(BadMessageReason.OtherTopic, $"the message is of topic '{VenueText.Escape(message)}'", VenueText.Excerpt(json));
    }

    private string? ReadTopic(ref Utf8JsonReader reader) =>
        _topic is null || Says(ref reader, _topicUtf8) ? _topic : VenueText.Excerpt(reader.ValueSpan);

    private bool ReadData(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, DateTimeOffset receivedAt)
    {
        Forget();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                ReadRow(ref reader, json, receivedAt);
                return true;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (reader.TokenType == JsonTokenType.StartObject)
                    {
                        ReadRow(ref reader, json, receivedAt);
                    }
                    else
                    {
                        int start = (int)reader.TokenStartIndex;
                        reader.Skip();
                        Note(ref _badRows, BadMessageReason.BadRow, "the row is no object", json[start..(int)reader.BytesConsumed]);
                    }
                }

                return true;
            default:
                reader.Skip();
                return false;
        }
    }

    private void ReadRow(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, DateTimeOffset receivedAt)
    {
        int start = (int)reader.TokenStartIndex;
        Array.Clear(_slots);
        int hint = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int index = reader.ValueIsEscaped
                ? _fields.Find(Encoding.UTF8.GetBytes(Name(ref reader)), ref hint)
                : _fields.Find(reader.ValueSpan, ref hint);
            reader.Read();
            if (index >= 0)
            {
                _slots[index] = Slot(ref reader);
            }

            reader.Skip();
        }

        RowReader row = new(json, _slots, _pools, receivedAt, Network);
        T built = Build(ref row);
        if (row.Problem is not null)
        {
            Note(ref _badRows, BadMessageReason.BadRow, row.Problem, json[start..(int)reader.BytesConsumed]);
        }
        else if (_key is not null && KeyOf(built) is { } key && key != _key)
        {
            Note(ref _foreignRows, BadMessageReason.ForeignRow, $"the row belongs to {key}", json[start..(int)reader.BytesConsumed]);
        }
        else
        {
            _inexact += row.InexactFields.Count;
            _rows.Add(built);
        }
    }

    private static bool Says(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        try
        {
            return reader.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair has no UTF-8 form, so it is none of the texts that are asked for.
            return false;
        }
    }

    private static string Name(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // A name with half a surrogate pair is no name that anything was declared under.
            return "";
        }
    }

    private static TokenSlot Slot(ref Utf8JsonReader reader)
    {
        int start = (int)reader.TokenStartIndex;
        return reader.TokenType switch
        {
            JsonTokenType.String => new(start + 1, reader.ValueSpan.Length, TokenKind.String, reader.ValueIsEscaped),
            JsonTokenType.Number => new(start, reader.ValueSpan.Length, TokenKind.Number, false),
            JsonTokenType.True => new(start, 4, TokenKind.True, false),
            JsonTokenType.False => new(start, 5, TokenKind.False, false),
            JsonTokenType.Null => new(start, 4, TokenKind.Null, false),
            _ => new(start, 0, TokenKind.Composite, false),
        };
    }

    // The first trouble of a kind is described, the others are counted.
    private static void Note(ref WireProblem? problem, BadMessageReason reason, string detail, ReadOnlySpan<byte> excerpt) =>
        problem = problem is null ? new(reason, detail, VenueText.Excerpt(excerpt)) : problem with { Count = problem.Count + 1 };

    private void Forget()
    {
        _rows.Clear();
        _badRows = null;
        _foreignRows = null;
        _inexact = 0;
    }
}
