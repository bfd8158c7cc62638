using System.Net;
using System.Text;
using KanaPerps.Wire;

namespace KanaPerps.Rest;

/// <summary>The answer to a call, whatever it holds.</summary>
internal sealed class RestAnswer
{
    private readonly RestSecret _secret;
    private readonly string? _mediaType;
    private readonly byte[] _body;

    public RestAnswer(string call, HttpStatusCode status, string? mediaType, byte[] body, RestSecret secret)
    {
        Call = call;
        Status = status;
        _mediaType = mediaType;
        _body = body;
        _secret = secret;
    }

    /// <summary>The call's name, such as getPositions.</summary>
    public string Call { get; }

    /// <summary>The status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The body as it came, or null when it repeats the key.</summary>
    public ReadOnlyMemory<byte>? RecordableBody => _secret.IsIn(Encoding.UTF8.GetString(_body)) ? null : _body;

    /// <summary>How the body is still packed, because the encoding is not known; empty when it is not.</summary>
    public string Packing { get; init; } = "";

    /// <summary>Whether the body is a page for browsers.</summary>
    public bool IsPage => IsMarkup(_body);

    /// <summary>What the venue or whoever stands in its place says, safe to print; empty when it says nothing.</summary>
    public string Words => RestEnvelope.TryRead(_body)?.Message is { } message ? _secret.Hide(message) : Beginning;

    /// <summary>The beginning of the body, safe to print. Of a page for browsers the title says it all.</summary>
    public string Beginning => TitleOf(_body) is { Length: > 0 } title ? $"a page titled '{_secret.Excerpt(title)}'" : _secret.Excerpt(_body);

    /// <summary>The data of an answer that says it succeeded, as the JSON text of an object or list of rows.</summary>
    /// <returns>The JSON text.</returns>
    /// <exception cref="KanaException">The body is no envelope, says the call failed, or has no data.</exception>
    public ReadOnlyMemory<byte> RequireData()
    {
        if (RestEnvelope.TryRead(_body) is not { } envelope)
        {
            throw Invalid(_body.Length == 0 ? "is empty instead of JSON" : $"is not the expected JSON{Kind}. It begins: {Beginning}");
        }

        if (!envelope.Succeeded)
        {
            throw new KanaException(KanaErrorKind.VenueError, RestErrors.Sentence($"The venue refused {Call}: {Words}"), "Check the parameters and the network.");
        }

        return envelope.Data ?? throw Invalid($"has no data. It begins: {Beginning}");
    }

    /// <summary>The beginning of the data, safe to print.</summary>
    public string DataExcerpt => _secret.Excerpt(RequireData().Span);

    /// <summary>The error for an answer of a shape that is not known.</summary>
    /// <param name="what">How it is, as the end of a sentence.</param>
    /// <returns>The error.</returns>
    public KanaException Invalid(string what) =>
        new(KanaErrorKind.InvalidResponse, RestErrors.Sentence($"The venue's answer to {Call} {_secret.Hide(what)}"), RestErrors.TryLater);

    /// <summary>The excerpt of a problem, or nothing of it when the body repeats the key: it is cut already, and could end with half of it.</summary>
    /// <param name="problem">The problem.</param>
    /// <returns>The text, safe to print.</returns>
    public string ExcerptOf(WireProblem problem) => _secret.IsIn(Encoding.UTF8.GetString(_body)) ? RestSecret.Struck : problem.Excerpt;

    private string Kind => (_mediaType is null or "application/json" ? "" : $" but {VenueText.Escape(_mediaType)}") + (Packing.Length == 0 ? "" : $", compressed with {VenueText.Escape(Packing)}");

    private static ReadOnlySpan<byte> TitleOf(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> open = "<title>"u8;
        int start = body.IndexOf(open);
        int length = start < 0 ? -1 : body[(start + open.Length)..].IndexOf("</title>"u8);
        return length < 0 || !IsMarkup(body) ? default : body.Slice(start + open.Length, length).Trim(" \t\r\n"u8);
    }

    private static bool IsMarkup(ReadOnlySpan<byte> body) => !body.TrimStart(" \t\r\n"u8).IsEmpty && body.TrimStart(" \t\r\n"u8)[0] == (byte)'<';
}
