using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using KanaPerps.Wire;

namespace KanaPerps.Transport;

/// <summary>
/// The one table of what each failure means: reconnect, or end with a reason. A call without an answer means the same to REST.
/// </summary>
internal static class FailureClassifier
{
    /// <summary>What helps when a proxy asks for credentials.</summary>
    public const string SetProxyCredentials = "Set the proxy with its credentials in HTTPS_PROXY, or reach the venue without it";

    private const string CheckEndpoint = "Check the network and the endpoint";
    private const string CheckProxy = "Check HTTPS_PROXY and NO_PROXY";

    /// <summary>Classifies a failed handshake.</summary>
    /// <param name="cause">What the dial threw.</param>
    /// <param name="status">The status that the peer answered with, or 0.</param>
    /// <param name="retryAfter">The Retry-After header, or null.</param>
    /// <param name="now">The wall clock, for a Retry-After that names a date.</param>
    /// <param name="certificateProblem">What is wrong with the endpoint's certificate, or null.</param>
    /// <param name="proxy">The proxy that the connection goes through, or null.</param>
    /// <returns>The verdict.</returns>
    public static Loss Handshake(Exception cause, HttpStatusCode status, string? retryAfter, DateTimeOffset now, string? certificateProblem = null, string? proxy = null)
    {
        Loss loss = (int)status switch
        {
            0 => Unanswered(cause, certificateProblem, proxy),
            101 => Violation("the answer to the WebSocket handshake has a wrong key or header"),
            200 => Fault(KanaErrorKind.NotAWebSocket, "the endpoint answered with a page instead of a WebSocket", "Check the path of the endpoint: the venue's streams are under /ws/"),
            429 => Loss.Passing($"the venue asks for fewer connections ({(int)status})"),
            { } code => HttpStatuses.MeaningOf(code) switch
            {
                StatusMeaning.Redirect => Fault(KanaErrorKind.NotAWebSocket, $"the endpoint redirects ({code}), and redirects are not followed", "Give the final address with -Endpoint"),
                StatusMeaning.Refused => Fault(KanaErrorKind.Unauthorized, $"the endpoint refuses access ({code})", "Check that this machine's location and proxy may reach the venue"),
                StatusMeaning.Missing => Fault(KanaErrorKind.NotFound, $"the endpoint has no stream at this address ({code})", "Check the path of the endpoint: the venue's streams are under /ws/"),
                StatusMeaning.ProxyCredentials => AskedForCredentials("the proxy"),
                StatusMeaning.Passing => Loss.Passing($"the venue answers {code}"),
                _ => Fault(KanaErrorKind.NotAWebSocket, $"the endpoint answers {code} to the handshake", CheckEndpoint),
            },
        };
        return loss with
        {
            Cause = CauseOf(cause, proxy),
            RetryAfter = status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable ? RetryAfter.Parse(retryAfter, now) : null,
        };
    }

    /// <summary>Classifies a request, of a stream or of REST, that got no answer.</summary>
    /// <param name="cause">What it threw.</param>
    /// <param name="certificateProblem">What is wrong with the endpoint's certificate, or null.</param>
    /// <param name="proxy">The proxy that the connection goes through, or null.</param>
    /// <returns>The verdict.</returns>
    public static Loss Unanswered(Exception cause, string? certificateProblem, string? proxy) =>
        (certificateProblem is null ? Unanswered(cause, proxy) : Untrusted(certificateProblem)) with { Cause = CauseOf(cause, proxy) };

    /// <summary>Classifies the end of an open connection.</summary>
    /// <param name="cause">What receiving or sending threw.</param>
    /// <returns>The verdict: always to reconnect.</returns>
    public static Loss Broken(Exception cause)
    {
        string reason = cause switch
        {
            WebSocketException { WebSocketErrorCode: WebSocketError.Faulted } or WebSocketException { WebSocketErrorCode: WebSocketError.HeaderError } => $"the server violated the WebSocket protocol ({Words(cause)})",
            _ when Innermost(cause) is SocketException socket => $"the connection broke ({SocketWords.Of(socket)})",
            WebSocketException { WebSocketErrorCode: WebSocketError.ConnectionClosedPrematurely } => "the connection ended without a close frame",
            OperationCanceledException => "the server no longer answers pings",
            _ => $"the connection broke ({Words(cause)})",
        };
        return Loss.Passing(reason) with { Cause = cause };
    }

    /// <summary>Classifies a close by the peer.</summary>
    /// <param name="code">The close code, or null when the peer gave none.</param>
    /// <param name="description">The peer's words, escaped, or null.</param>
    /// <returns>The verdict: always to reconnect.</returns>
    public static Loss Closed(int? code, string? description)
    {
        string how = code is null ? "without a code"
            : string.IsNullOrEmpty(description) ? FormattableString.Invariant($"(code {code})")
            : FormattableString.Invariant($"(code {code}, {description})");
        return Loss.Passing($"the venue closed the connection {how}") with { CloseCode = code };
    }

    private static Loss Unanswered(Exception cause, string? proxy)
    {
        string peer = proxy is null ? "the endpoint" : $"the proxy {proxy}";
        foreach (Exception e in Chain(cause))
        {
            switch (e)
            {
                case BlockedDialException { Kind: KanaErrorKind.TooManyOpenFiles } full:
                    return new(full.Kind, full.Message, full.NextStep);
                case BlockedDialException blocked:
                    return Fault(blocked.Kind, blocked.Message, blocked.NextStep);
                case SocketException { SocketErrorCode: SocketError.TooManyOpenSockets }:
                    return Unanswered(OpenFiles.TooMany(), proxy);
                case HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } tunnel:
                    return RefusedByProxy(tunnel, peer);
                case HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }:
                    return Loss.Passing($"{peer} closed the connection without an answer");
                case HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse }:
                    return Violation($"{peer}'s answer is not HTTP");
                case AuthenticationException:
                    return Violation("the TLS handshake failed");
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return Loss.Passing($"the name of the {(proxy is null ? "host" : "proxy")} can't be resolved");
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused } when proxy is not null:
                    return Fault(KanaErrorKind.Proxy, $"{peer} refuses the connection", CheckProxy);
                case SocketException socket:
                    return Loss.Passing($"{peer} can't be reached ({SocketWords.Of(socket)})");
                case OperationCanceledException:
                    return Loss.Passing($"{peer} did not answer in time");
            }
        }

        return cause is WebSocketException { WebSocketErrorCode: WebSocketError.NotAWebSocket or WebSocketError.HeaderError or WebSocketError.UnsupportedProtocol }
            ? Violation($"the handshake failed ({Words(cause)})")
            : Loss.Passing(proxy is null ? $"{peer} can't be reached ({Words(cause)})" : $"{peer} can't be reached");
    }

    // The framework's own sentence names the proxy with its password. A proxy that fails to reach the venue says so with the same statuses
    // as a server that is in trouble: that passes.
    private static Loss RefusedByProxy(HttpRequestException tunnel, string peer) => (int?)tunnel.StatusCode switch
    {
        null => RefusedBySocks(tunnel.InnerException, peer),
        { } status => HttpStatuses.MeaningOf(status) switch
        {
            StatusMeaning.ProxyCredentials => AskedForCredentials(peer),
            StatusMeaning.Passing => Loss.Passing($"{peer} answers {status}"),
            _ => Fault(KanaErrorKind.Proxy, $"{peer} refuses the connection ({status})", CheckProxy),
        },
    };

    // The type that tells what a SOCKS proxy answered is the framework's alone; its text is in English everywhere.
    private static Loss RefusedBySocks(Exception? socks, string peer) => socks?.Message switch
    {
        null => Fault(KanaErrorKind.Proxy, $"{peer} refuses the connection", CheckProxy),
        { } text when text.Contains("failed to connect", StringComparison.OrdinalIgnoreCase) => Loss.Passing($"{peer} can't reach the venue"),
        { } text when text.Contains("authenticat", StringComparison.OrdinalIgnoreCase) => AskedForCredentials(peer),
        _ => Fault(KanaErrorKind.Proxy, $"{peer} refuses the connection ({Words(socks)})", CheckProxy),
    };

    private static Loss AskedForCredentials(string peer) =>
        Fault(KanaErrorKind.Proxy, $"{peer} asks for credentials", SetProxyCredentials);

    private static Loss Untrusted(string problem) => Fault(
        KanaErrorKind.Certificate,
        $"the endpoint's certificate can't be trusted ({problem})",
        "Check the host name, the clock, and the machine's certificate authorities; TLS checks can't be turned off");

    private static Loss Fault(KanaErrorKind kind, string reason, string nextStep) => new(kind, reason, nextStep) { IsFault = true };

    private static Loss Violation(string reason) => new(KanaErrorKind.NotAWebSocket, reason, CheckEndpoint) { IsProtocolViolation = true };

    // With a proxy the framework's words may hold the proxy's password.
    private static Exception? CauseOf(Exception cause, string? proxy) => proxy is null ? cause : null;

    // The framework quotes what the peer had sent.
    private static string Words(Exception cause) => VenueText.Escape(Innermost(cause).Message.TrimEnd('.'));

    private static Exception Innermost(Exception e) => Chain(e).Last();

    private static IEnumerable<Exception> Chain(Exception e)
    {
        for (Exception? at = e; at is not null; at = at.InnerException)
        {
            yield return at;
        }
    }
}
