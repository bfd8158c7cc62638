using System.Text.Json;
using KanaPerps.Wire;

namespace KanaPerps.Rest;

/// <summary>The envelope of a REST answer: <c>{"success":true,"message":"…","data":…}</c>; an older form says <c>status</c> instead of <c>success</c>.</summary>
internal sealed class RestEnvelope
{
    private readonly JsonElement _root;
    private readonly string _excerpt;

    private RestEnvelope(JsonElement root, string excerpt)
    {
        _root = root;
        _excerpt = excerpt;
    }

    /// <summary>The venue's words, escaped, or null.</summary>
    public string? Message => Text("message") ?? Text("error");

    private bool Succeeded =>
        (_root.TryGetProperty("success", out JsonElement success) || _root.TryGetProperty("status", out success)) && success.ValueKind == JsonValueKind.True;

    /// <summary>Reads an answer.</summary>
    /// <param name="body">The body.</param>
    /// <returns>The envelope.</returns>
    /// <exception cref="KanaException"><see cref="KanaErrorKind.InvalidResponse"/>: the body is no JSON object.</exception>
    public static RestEnvelope Read(byte[] body) =>
        TryRead(body) ?? throw new KanaException(KanaErrorKind.InvalidResponse, $"The venue's answer is not the JSON that it documents. It begins: {VenueText.Excerpt(body)}", RestErrors.TryLater);

    /// <summary>Reads an answer that may be anything.</summary>
    /// <param name="body">The body.</param>
    /// <returns>The envelope, or null when the body is no JSON object.</returns>
    public static RestEnvelope? TryRead(byte[] body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new(document.RootElement.Clone(), VenueText.Excerpt(body)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The data of an answer that says it succeeded.</summary>
    /// <returns>The data.</returns>
    /// <exception cref="KanaException">It says it failed, or has no data.</exception>
    public JsonElement RequireData()
    {
        if (!Succeeded)
        {
            throw new KanaException(KanaErrorKind.VenueError, $"The venue refused: {Message ?? _excerpt}", "Check what was asked for, and the network.");
        }

        return _root.TryGetProperty("data", out JsonElement data)
            ? data
            : throw new KanaException(KanaErrorKind.InvalidResponse, $"The venue's answer has no data. It begins: {_excerpt}", RestErrors.TryLater);
    }

    /// <summary>The text of a JSON string as sent.</summary>
    /// <param name="value">Any JSON value.</param>
    /// <returns>The text, or null for a value that is no string.</returns>
    public static string? TextOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is no text; its JSON escape is as good a one for it.
            return value.GetRawText().Trim('"');
        }
    }

    private string? Text(string name) =>
        _root.TryGetProperty(name, out JsonElement value) && TextOf(value) is { } text ? VenueText.Escape(text) : null;
}
