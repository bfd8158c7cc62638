using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;

namespace KanaPerps.Streaming;

/// <summary>The one table that says what each way of failing means: dial again, or end with a reason.</summary>
internal static class FailureClassifier
{
    private const string CheckEndpoint = "Check the network and the endpoint";
    private const string Waiting = "Nothing to do: the stream dials again by itself";

    /// <summary>Judges a handshake that did not come about.</summary>
    /// <param name="cause">What the dial threw.</param>
    /// <param name="status">The status that the peer answered with, or 0.</param>
    /// <param name="retryAfter">The Retry-After header, or null.</param>
    /// <param name="now">The wall clock, for a Retry-After that names a date.</param>
    /// <returns>The verdict.</returns>
    public static Loss Handshake(Exception cause, HttpStatusCode status, string? retryAfter, DateTimeOffset now)
    {
        Loss loss = (int)status switch
        {
            0 => Unanswered(cause),
            101 => Violation("the handshake was answered with a wrong key or header"),
            200 => Fault(KanaErrorKind.NotAWebSocket, "the endpoint answered with a page instead of a WebSocket", "Check the path of the endpoint: the venue's streams are under /ws/"),
            >= 300 and < 400 => Fault(KanaErrorKind.NotAWebSocket, $"the endpoint redirects elsewhere ({(int)status}), which is not followed", "Give the final address with -Endpoint"),
            401 or 403 => Fault(KanaErrorKind.Unauthorized, $"the endpoint refuses access ({(int)status})", "Check whether this machine may reach the venue from its place and with its proxy"),
            404 => Fault(KanaErrorKind.NotFound, "the endpoint has no stream at this address (404)", "Check the path of the endpoint: the venue's streams are under /ws/"),
            407 => Fault(KanaErrorKind.Proxy, "the proxy asks for credentials (407)", "Set the proxy with its credentials in HTTPS_PROXY, or reach the venue without it"),
            429 => Passing($"the venue asks for fewer connections ({(int)status})"),
            408 or 425 or >= 500 => Passing($"the venue answers {(int)status}"),
            _ => Fault(KanaErrorKind.NotAWebSocket, $"the endpoint answers {(int)status} to the handshake", CheckEndpoint),
        };
        return loss with { Cause = cause, RetryAfter = status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable ? ParseRetryAfter(retryAfter, now) : null };
    }

    /// <summary>Judges the end of a connection that stood.</summary>
    /// <param name="cause">What receiving or sending threw.</param>
    /// <returns>The verdict: always to dial again.</returns>
    public static Loss Broken(Exception cause)
    {
        string reason = cause switch
        {
            WebSocketException { WebSocketErrorCode: WebSocketError.Faulted } or WebSocketException { WebSocketErrorCode: WebSocketError.HeaderError } => $"the peer broke the protocol ({Innermost(cause).Message})",
            _ when Innermost(cause) is SocketException socket => $"the connection broke ({socket.SocketErrorCode})",
            WebSocketException { WebSocketErrorCode: WebSocketError.ConnectionClosedPrematurely } => "the connection ended without a close",
            OperationCanceledException => "the peer answers no more pings",
            _ => $"the connection broke ({Innermost(cause).Message.TrimEnd('.')})",
        };
        return Passing(reason) with { Cause = cause };
    }

    /// <summary>Judges a close by the peer.</summary>
    /// <param name="code">The close code, or null when the peer gave none.</param>
    /// <param name="description">The peer's words, escaped, or null.</param>
    /// <returns>The verdict: always to dial again.</returns>
    public static Loss Closed(int? code, string? description) =>
        Passing(string.IsNullOrEmpty(description) ? $"the venue closed the connection (code {code?.ToString(CultureInfo.InvariantCulture) ?? "none"})" : $"the venue closed the connection (code {code}, {description})");

    /// <summary>A loss after which dialling again is right.</summary>
    public static Loss Passing(string reason) => new(KanaErrorKind.ConnectFailed, reason, Waiting);

    private static Loss Unanswered(Exception cause)
    {
        foreach (Exception e in Chain(cause))
        {
            switch (e)
            {
                case AuthenticationException:
                    return Fault(KanaErrorKind.Certificate, $"the endpoint's certificate can't be trusted ({Innermost(cause).Message.TrimEnd('.')})", "Check the host name, the clock, and the machine's certificate authorities; TLS checks can't be turned off");
                case HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError }:
                    return Fault(KanaErrorKind.Proxy, $"the proxy refuses the connection ({e.Message.TrimEnd('.')})", "Check HTTPS_PROXY and NO_PROXY");
                case HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse }:
                    return Violation("the endpoint's answer is no HTTP");
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return Passing("the host's name can't be looked up");
                case SocketException socket:
                    return Passing($"the endpoint can't be reached ({socket.SocketErrorCode})");
                case OperationCanceledException:
                    return Passing("the endpoint did not answer in time");
            }
        }

        return cause is WebSocketException { WebSocketErrorCode: WebSocketError.NotAWebSocket or WebSocketError.HeaderError or WebSocketError.UnsupportedProtocol }
            ? Violation($"the handshake failed ({Innermost(cause).Message.TrimEnd('.')})")
            : Passing($"the endpoint can't be reached ({Innermost(cause).Message.TrimEnd('.')})");
    }

    private static Loss Fault(KanaErrorKind kind, string reason, string nextStep) => new(kind, reason, nextStep) { IsFault = true };

    private static Loss Violation(string reason) => new(KanaErrorKind.NotAWebSocket, reason, CheckEndpoint) { IsProtocolViolation = true };

    // Seconds or a date; nonsense is as good as nothing.
    private static TimeSpan? ParseRetryAfter(string? text, DateTimeOffset now)
    {
        if (double.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds >= 0)
        {
            return TimeSpan.FromSeconds(Math.Min(seconds, ReconnectPolicy.LongestRetryAfter.TotalSeconds));
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date) ? date - now : null;
    }

    private static Exception Innermost(Exception e) => Chain(e).Last();

    private static IEnumerable<Exception> Chain(Exception e)
    {
        for (Exception? at = e; at is not null; at = at.InnerException)
        {
            yield return at;
        }
    }
}
