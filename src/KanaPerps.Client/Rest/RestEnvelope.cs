using System.Text.Json;
using KanaPerps.Wire;

namespace KanaPerps.Rest;

/// <summary>The envelope of a REST answer: <c>{"success":true,"message":"…","data":…}</c>; an older form says <c>status</c> instead of <c>success</c>.</summary>
internal sealed class RestEnvelope
{
    private bool? _success;
    private bool? _status;
    private string? _message;
    private string? _error;

    private RestEnvelope()
    {
    }

    /// <summary>Whether the venue says that the call succeeded.</summary>
    public bool Succeeded => (_success ?? _status) == true;

    /// <summary>The venue's words, escaped, or null.</summary>
    public string? Message => _message ?? _error;

    /// <summary>The JSON text of the data, or null when there is none.</summary>
    public ReadOnlyMemory<byte>? Data { get; private set; }

    /// <summary>Reads an answer that may be anything.</summary>
    /// <param name="body">The body.</param>
    /// <returns>The envelope, or null when the body is not one JSON object.</returns>
    public static RestEnvelope? TryRead(ReadOnlyMemory<byte> body)
    {
        ReadOnlyMemory<byte> json = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
        try
        {
            RestEnvelope envelope = new();
            return envelope.Read(json) ? envelope : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool Read(ReadOnlyMemory<byte> json)
    {
        Utf8JsonReader reader = new(json.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? name = TextOf(ref reader);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            Take(name, ref reader);
            reader.Skip();
            if (name == "data")
            {
                Data = json[start..(int)reader.BytesConsumed];
            }
        }

        // Whatever follows the closing brace is reported by the reader.
        return !reader.Read();
    }

    private void Take(string? name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "success":
                _success = reader.TokenType == JsonTokenType.True;
                break;
            case "status":
                _status = reader.TokenType == JsonTokenType.True;
                break;
            case "message" when reader.TokenType == JsonTokenType.String:
                _message = TextOf(ref reader);
                break;
            case "error" when reader.TokenType == JsonTokenType.String:
                _error = TextOf(ref reader);
                break;
        }
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is { } text ? VenueText.Escape(text) : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8, are no text; the JSON escapes are as good a text for it.
            return VenueText.EscapeJson(reader.ValueSpan);
        }
    }
}
