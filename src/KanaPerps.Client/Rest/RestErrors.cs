using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using KanaPerps.Wire;

namespace KanaPerps.Rest;

/// <summary>What each status and each failure of a call means, and whether it may pass.</summary>
internal static class RestErrors
{
    public const string TryLater = "Try again later; if it stays so, the venue has changed and this module needs a newer version.";

    /// <summary>The outcome of an answer that is no 200.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="retryAfter">How long the venue asks to wait, or null.</param>
    /// <returns>The outcome.</returns>
    public static RestOutcome FromStatus(RestAnswer answer, TimeSpan? retryAfter)
    {
        int status = (int)answer.Status;
        string said = answer.Words is { Length: > 0 } words ? $": {words}" : "";
        string what = Sentence($"The venue answered {status} to {answer.Call}{said}");
        KanaException error = status switch
        {
            401 or 403 => new(KanaErrorKind.Unauthorized, what, "Give the venue's API key with -ApiKey or in the environment variable KANA_API_KEY."),
            404 => new(KanaErrorKind.NotFound, what, "Check the address or id, and the network."),
            >= 300 and < 400 => new(KanaErrorKind.InvalidResponse, what, "Redirects are not followed: give the final address with -Endpoint."),
            407 => new(KanaErrorKind.Proxy, what, "Set the proxy with its credentials in HTTPS_PROXY, or reach the venue without it."),
            408 or 429 or >= 500 => new(KanaErrorKind.VenueError, what, Patience(retryAfter)),
            _ => new(KanaErrorKind.VenueError, what, "Check what was asked for, and the network."),
        };
        return new(null, error, MayPass: status is 408 or 429 or >= 500, retryAfter);
    }

    /// <summary>The outcome of a call that brought no answer.</summary>
    /// <param name="cause">What the framework says.</param>
    /// <param name="rest">Where it was made.</param>
    /// <param name="call">The call's name.</param>
    /// <param name="secret">What must not be shown.</param>
    /// <returns>The outcome.</returns>
    public static RestOutcome FromFailure(HttpRequestException cause, Uri rest, string call, RestSecret secret)
    {
        // The framework quotes what the peer had sent, which may be the key.
        string Words(Exception e) => secret.Hide(VenueText.Escape(e.Message.TrimEnd('.')));
        HttpRequestException? shown = secret.IsIn(cause.ToString()) ? null : cause;
        return cause switch
        {
            { InnerException: AuthenticationException tls } => new(null, new(
                KanaErrorKind.Certificate,
                $"The certificate of {rest.Host} can't be trusted: {Words(tls)}.",
                "Check the host name, the clock, and the machine's certificate authorities; TLS checks can't be turned off.",
                shown)),
            { HttpRequestError: HttpRequestError.ProxyTunnelError } => new(null, new(
                KanaErrorKind.Proxy, $"The proxy in front of {rest.Host} refuses: {Words(cause)}.", "Check the proxy in HTTPS_PROXY, or reach the venue without it.", shown)),
            { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => new(null, new(
                KanaErrorKind.InvalidResponse, $"The answer to {call} is larger than any that the venue has reason to send.", TryLater, shown)),
            { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse } => new(null, new(
                KanaErrorKind.ConnectFailed, $"{rest} broke off or garbled its answer to {call}: {Words(cause)}.", "Try again; check the network and the endpoint.", shown), MayPass: true),
            _ => new(null, new(
                KanaErrorKind.ConnectFailed, $"{rest} can't be reached: {Words((Exception?)(cause.InnerException as SocketException) ?? cause)}.", "Check the network and the endpoint.", shown), MayPass: true),
        };
    }

    /// <summary>Ends what a venue says as a sentence ends, since a next step follows.</summary>
    public static string Sentence(string text) => text.Length > 0 && text[^1] is '.' or '!' or '?' or '…' ? text : $"{text}.";

    private static string Patience(TimeSpan? retryAfter) => retryAfter is { } wait && wait > TimeSpan.Zero
        ? FormattableString.Invariant($"The venue asks to wait {Math.Ceiling(wait.TotalSeconds)} s: try again then.")
        : "Try again in a while.";
}
