using System.Text.Json;

namespace KanaPerps.Nats;

/// <summary>Reads what a stream answers to a message.</summary>
internal static class AckReader
{
    // The err_code of the server where a message of the subject came before the one that was published.
    private const int WrongLastSequence = 10071;

    /// <summary>Reads an answer.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="answer">What it says.</param>
    /// <returns>False when it is not one of a stream.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out StoredAck answer)
    {
        answer = default;
        try
        {
            Utf8JsonReader reader = new(json);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && TryRead(ref reader, out answer) && !reader.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private static bool TryRead(ref Utf8JsonReader reader, out StoredAck answer)
    {
        ulong? sequence = null;
        bool isDuplicate = false;
        (int Code, string Text)? error = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("seq"u8))
            {
                reader.Read();
                sequence = reader.GetUInt64();
            }
            else if (reader.ValueTextEquals("duplicate"u8))
            {
                reader.Read();
                isDuplicate = reader.GetBoolean();
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                error = ReadError(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        answer = error is { } e ? new(0, false, e.Code == WrongLastSequence, e.Text) : new(sequence ?? 0, isDuplicate, false, null);
        return error is not null || sequence is not null;
    }

    private static (int Code, string Text) ReadError(ref Utf8JsonReader reader)
    {
        using JsonDocument error = JsonDocument.ParseValue(ref reader);
        return (
            error.RootElement.TryGetProperty("err_code", out JsonElement code) ? code.GetInt32() : 0,
            error.RootElement.TryGetProperty("description", out JsonElement text) && text.GetString() is { Length: > 0 } words ? words : "the server gives no reason");
    }
}
