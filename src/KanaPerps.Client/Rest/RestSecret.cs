using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using KanaPerps.Wire;

namespace KanaPerps.Rest;

/// <summary>
/// The API key. It goes into one header and nowhere else: a venue or proxy that repeats it in an error finds it struck out of what the
/// user is shown.
/// </summary>
internal sealed partial class RestSecret
{
    public const string Struck = "***";

    // A venue's answer quoted in a gateway's, as JSON within JSON within a page.
    private const int DeepestNesting = 4;

    private readonly string? _key;

    private RestSecret(string? key)
    {
        _key = key;
    }

    /// <summary>Takes a key as a user gives it.</summary>
    /// <param name="key">The key, or null or white space for none.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="KanaException"><see cref="KanaErrorKind.Unauthorized"/>: no HTTP header can carry the key.</exception>
    public static RestSecret From(string? key)
    {
        string? trimmed = string.IsNullOrWhiteSpace(key) ? null : key.Trim();
        return trimmed is null || trimmed.All(c => c is >= ' ' and <= '~')
            ? new(trimmed)
            : throw new KanaException(
                KanaErrorKind.Unauthorized,
                "The API key has characters that are not allowed in an HTTP header.",
                "Look for line breaks and letters outside ASCII in -ApiKey or KANA_API_KEY.");
    }

    /// <summary>Puts the key where the venue looks for it.</summary>
    /// <param name="request">The request.</param>
    public void Sign(HttpRequestMessage request)
    {
        if (_key is not null)
        {
            request.Headers.TryAddWithoutValidation("x-api-key", _key);
        }
    }

    /// <summary>Strikes the key out of a text, and the whole text where the key stands in it in another spelling, whatever escaped it and however often.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text without the key.</returns>
    public string Hide(string text)
    {
        if (_key is null)
        {
            return text;
        }

        string hidden = text.Replace(_key, Struck, StringComparison.OrdinalIgnoreCase);
        return Readings(hidden).Any(r => r.Contains(_key, StringComparison.OrdinalIgnoreCase)) ? Struck : hidden;
    }

    /// <summary>The beginning of a body for a message, escaped. The key is struck out first: the cut could leave half of it.</summary>
    /// <param name="body">The body.</param>
    /// <returns>At most 200 characters and an ellipsis.</returns>
    public string Excerpt(ReadOnlySpan<byte> body) =>
        VenueText.Excerpt(_key is null ? body : Encoding.UTF8.GetBytes(Hide(Encoding.UTF8.GetString(body))));

    /// <summary>Whether a text repeats the key.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether it does.</returns>
    public bool IsIn(string text) => Hide(text) != text;

    /// <inheritdoc/>
    public override string ToString() => _key is null ? "" : Struck;

    // What a venue or a proxy repeats may be JSON, an address or a page, and one within the other.
    private static HashSet<string> Readings(string text)
    {
        HashSet<string> all = [text];
        IReadOnlyList<string> newest = [text];
        for (int depth = 0; depth < DeepestNesting && newest.Count > 0; depth++)
        {
            newest = [.. newest.SelectMany<string, string>(t => [Unescaped(t), Uri.UnescapeDataString(t), WebUtility.HtmlDecode(t)]).Where(all.Add)];
        }

        return all;
    }

    // Each escape of JSON and of JavaScript, in text that need not be JSON as a whole.
    private static string Unescaped(string text) => Escapes().Replace(text, e => e.ValueSpan[1] switch
    {
        'u' or 'x' when e.Length > 2 => $"{(char)int.Parse(e.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)}",
        'n' or 't' or 'r' or 'b' or 'f' => " ",
        char c => $"{c}",
    });

    [GeneratedRegex(@"\\(u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|[^\n])")]
    private static partial Regex Escapes();
}
