using System.Text;
using System.Text.Json;
using KanaPerps.Wire.Fast;

namespace KanaPerps.Wire;

/// <summary>
/// Reads the envelope <c>{"data":[…],"message":"…"}</c> however it is written, in one pass of <see cref="Utf8JsonReader"/>: it decides
/// what a message means, and whether it is one. From a row of each message it learns the shape that <see cref="FastPath"/> expects next.
/// </summary>
internal sealed class JsonMessageReader
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 64 };

    private readonly string? _topic;
    private readonly byte[] _topicUtf8;
    private readonly FieldSet _fields;
    private readonly RowShape _shape;
    private readonly TokenSlot[] _slots;
    private bool _mayLearn;

    public JsonMessageReader(string? topic, FieldSet fields, RowShape shape, TokenSlot[] slots)
    {
        _topic = topic;
        _topicUtf8 = Encoding.UTF8.GetBytes(topic ?? "");
        _fields = fields;
        _shape = shape;
        _slots = slots;
    }

    /// <summary>Reads a message.</summary>
    /// <param name="json">The message.</param>
    /// <param name="sink">Takes the rows.</param>
    /// <returns>What is wrong with the message as a whole, or null; rows that were reported do not count then.</returns>
    public WireProblem? Read(ReadOnlySpan<byte> json, IRowSink sink)
    {
        _mayLearn = true;
        try
        {
            WireProblem? fatal = ReadEnvelope(json, sink);
            if (fatal is null && !_mayLearn)
            {
                _shape.Learn(json);
            }

            return fatal;
        }
        catch (JsonException e)
        {
            return new(BadMessageReason.InvalidJson, Where(e), VenueText.Excerpt(json));
        }
    }

    // The reader's own words are for those who write parsers.
    private static string Where(JsonException e) => (e.LineNumber, e.BytePositionInLine) switch
    {
        (null or 0, null or 0) => "it is not JSON",
        var (line, at) => FormattableString.Invariant($"it is not valid JSON from line {(line ?? 0) + 1}, byte {(at ?? 0) + 1} on"),
    };

    private WireProblem? ReadEnvelope(ReadOnlySpan<byte> json, IRowSink sink)
    {
        Utf8JsonReader reader = new(json, s_options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            reader.Read();
            return new(BadMessageReason.UnknownShape, "it is not a JSON object", VenueText.Excerpt(json));
        }

        bool hasData = false;
        string? message = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Says(ref reader, "data"u8))
            {
                reader.Read();
                hasData = ReadData(ref reader, json, sink);
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
            return new(BadMessageReason.UnknownShape, "it holds no data", VenueText.Excerpt(json));
        }

        return message is null || _topic is null || message == _topic
            ? null
            : new(BadMessageReason.OtherTopic, $"it belongs to the topic '{VenueText.Escape(message)}'", VenueText.Excerpt(json));
    }

    private string? ReadTopic(ref Utf8JsonReader reader) =>
        _topic is null || Says(ref reader, _topicUtf8) ? _topic : VenueText.Excerpt(reader.ValueSpan);

    private bool ReadData(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, IRowSink sink)
    {
        sink.OnList();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                ReadRow(ref reader, json, sink, isInList: false);
                return true;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (reader.TokenType == JsonTokenType.StartObject)
                    {
                        ReadRow(ref reader, json, sink, isInList: true);
                    }
                    else
                    {
                        int start = (int)reader.TokenStartIndex;
                        reader.Skip();
                        sink.OnInvalidItem(json, start, (int)reader.BytesConsumed);
                    }
                }

                return true;
            default:
                reader.Skip();
                return false;
        }
    }

    private void ReadRow(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, IRowSink sink, bool isInList)
    {
        int start = (int)reader.TokenStartIndex;
        bool learns = _mayLearn;
        if (learns)
        {
            _mayLearn = false;
            _shape.Begin();
        }

        Array.Clear(_slots);
        int hint = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int index = reader.ValueIsEscaped
                ? _fields.Find(Encoding.UTF8.GetBytes(Name(ref reader)), ref hint)
                : _fields.Find(reader.ValueSpan, ref hint);
            int slot = index >= 0 ? index : _fields.Count;
            if (learns)
            {
                _shape.Add((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, slot);
            }

            reader.Read();
            _slots[slot] = Slot(ref reader);
            reader.Skip();
        }

        sink.OnRow(json, start, (int)reader.BytesConsumed, isInList);
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
            JsonTokenType.Number => new(start, reader.ValueSpan.Length, TokenKind.Number),
            JsonTokenType.True => new(start, 4, TokenKind.True),
            JsonTokenType.False => new(start, 5, TokenKind.False),
            JsonTokenType.Null => new(start, 4, TokenKind.Null),
            _ => new(start, 0, TokenKind.Composite),
        };
    }
}
