using System.Text;
using KanaPerps.Wire;

namespace KanaPerps.Rest;

/// <summary>
/// The API key. It goes into one header and nowhere else: a venue or proxy that repeats it in an error finds it struck out of what the
/// user is shown.
/// </summary>
internal sealed class RestSecret
{
    public const string Struck = "***";

    private readonly string? _key;
    private readonly byte[] _utf8;

    private RestSecret(string? key)
    {
        _key = key;
        _utf8 = Encoding.UTF8.GetBytes(key ?? "");
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
                "The API key has characters that no HTTP header can carry.",
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

    /// <summary>Strikes the key out of a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text without the key.</returns>
    public string Hide(string text) => _key is null ? text : text.Replace(_key, Struck, StringComparison.Ordinal);

    /// <summary>The beginning of a body for a message, escaped. The key is struck out first: the cut could leave half of it.</summary>
    /// <param name="body">The body.</param>
    /// <returns>At most 200 characters and an ellipsis.</returns>
    public string Excerpt(ReadOnlySpan<byte> body) =>
        VenueText.Excerpt(!IsIn(body) ? body : Encoding.UTF8.GetBytes(Hide(Encoding.UTF8.GetString(body))));

    /// <summary>Whether a body repeats the key.</summary>
    /// <param name="body">The body.</param>
    /// <returns>Whether it does.</returns>
    public bool IsIn(ReadOnlySpan<byte> body) => _key is not null && body.IndexOf(_utf8) >= 0;

    /// <inheritdoc/>
    public override string ToString() => _key is null ? "" : Struck;
}
