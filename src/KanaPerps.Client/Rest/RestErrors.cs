using System.Net;
using KanaPerps.Wire;

namespace KanaPerps.Rest;

/// <summary>What each status of a REST answer means.</summary>
internal static class RestErrors
{
    public const string TryLater = "Try again later; if it stays so, the venue has changed and this module needs a newer version.";

    /// <summary>The error for an answer that is no 200.</summary>
    /// <param name="status">The status.</param>
    /// <param name="body">The body, which may hold the venue's words.</param>
    /// <param name="call">The call's name.</param>
    /// <returns>The error.</returns>
    public static KanaException FromStatus(HttpStatusCode status, byte[] body, string call)
    {
        string said = RestEnvelope.TryRead(body)?.Message is { } message ? $": {message}" : body.Length == 0 ? "" : $": {VenueText.Excerpt(body)}";
        string what = $"The venue answered {(int)status} to {call}{said}";
        return (int)status switch
        {
            401 or 403 => new(KanaErrorKind.Unauthorized, what, "Give the venue's API key with -ApiKey or in the environment variable KANA_API_KEY."),
            404 => new(KanaErrorKind.NotFound, what, "Check the address or market id, and the network."),
            >= 300 and < 400 => new(KanaErrorKind.InvalidResponse, what, "Redirects are not followed: give the final address with -Endpoint."),
            407 => new(KanaErrorKind.Proxy, what, "Set the proxy with its credentials in HTTPS_PROXY, or reach the venue without it."),
            429 or >= 500 => new(KanaErrorKind.VenueError, what, "Try again in a while."),
            _ => new(KanaErrorKind.VenueError, what, "Check what was asked for, and the network."),
        };
    }
}
