using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using KanaPerps.Transport;

namespace KanaPerps.Client.Tests.Transport;

public sealed class FailureClassifierTests
{
    private static readonly DateTimeOffset s_now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(200, KanaErrorKind.NotAWebSocket)]
    [InlineData(301, KanaErrorKind.NotAWebSocket)]
    [InlineData(302, KanaErrorKind.NotAWebSocket)]
    [InlineData(308, KanaErrorKind.NotAWebSocket)]
    [InlineData(400, KanaErrorKind.NotAWebSocket)]
    [InlineData(401, KanaErrorKind.Unauthorized)]
    [InlineData(403, KanaErrorKind.Unauthorized)]
    [InlineData(404, KanaErrorKind.NotFound)]
    [InlineData(407, KanaErrorKind.Proxy)]
    [InlineData(426, KanaErrorKind.NotAWebSocket)]
    public void A_status_that_dialling_again_cannot_help_is_a_fault(int status, KanaErrorKind kind)
    {
        Loss loss = Handshake((HttpStatusCode)status);

        Assert.Equal((true, false, kind), (loss.IsFault, loss.IsProtocolViolation, loss.Kind));
        Assert.NotEmpty(loss.NextStep);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(425)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(599)]
    public void A_status_that_may_pass_is_a_loss(int status)
    {
        Loss loss = Handshake((HttpStatusCode)status);

        Assert.Equal((false, false), (loss.IsFault, loss.IsProtocolViolation));
        Assert.Contains($"{status}", loss.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_accept_key_is_a_violation() => Assert.True(Handshake(HttpStatusCode.SwitchingProtocols).IsProtocolViolation);

    [Theory]
    [InlineData(429, "7", 7.0)]
    [InlineData(503, "7", 7.0)]
    [InlineData(503, " 7.5 ", 7.5)]
    [InlineData(503, "0", 0.0)]
    [InlineData(503, "99999999999999999999999999999999999999999", 864_000_000.0)]
    [InlineData(503, "Fri, 01 May 2026 12:00:30 GMT", 30.0)]
    [InlineData(503, "Fri, 01 May 2026 11:59:00 GMT", -60.0)]
    [InlineData(503, null, null)]
    [InlineData(503, "", null)]
    [InlineData(503, "soon", null)]
    [InlineData(503, "NaN", null)]
    [InlineData(503, "-Infinity", null)]
    [InlineData(503, "-5", null)]
    [InlineData(500, "7", null)]
    [InlineData(404, "7", null)]
    public void RetryAfter_is_read_in_seconds_or_as_a_date(int status, string? header, double? seconds) => Assert.Equal(
        seconds,
        FailureClassifier.Handshake(new WebSocketException(), (HttpStatusCode)status, header, s_now).RetryAfter?.TotalSeconds);

    [Fact]
    public void A_certificate_that_cannot_be_trusted_is_a_fault_that_names_what_is_wrong()
    {
        Loss loss = FailureClassifier.Handshake(new HttpRequestException("x", new AuthenticationException("y")), 0, null, s_now, certificateProblem: "it is for another host");

        Assert.Equal((true, KanaErrorKind.Certificate), (loss.IsFault, loss.Kind));
        Assert.Contains("it is for another host", loss.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_TLS_handshake_that_fails_for_another_reason_than_the_certificate_is_a_violation() =>
        Assert.True(Handshake(0, new HttpRequestException("x", new AuthenticationException("Cannot determine the frame size."))).IsProtocolViolation);

    [Theory]
    [InlineData(403, true)]
    [InlineData(405, true)]
    [InlineData(407, true)]
    [InlineData(429, false)]
    [InlineData(502, false)]
    [InlineData(503, false)]
    [InlineData(504, false)]
    public void A_proxy_that_refuses_is_a_fault_and_one_that_is_in_trouble_a_loss(int status, bool isFault)
    {
        HttpRequestException cause = new(HttpRequestError.ProxyTunnelError, "The proxy tunnel request failed.", null, (HttpStatusCode)status);
        Loss loss = FailureClassifier.Handshake(new WebSocketException("x", cause), 0, null, s_now, proxy: "10.0.0.1:3128");

        Assert.Equal((isFault, isFault ? KanaErrorKind.Proxy : KanaErrorKind.ConnectFailed), (loss.IsFault, loss.Kind));
        Assert.Contains("the proxy 10.0.0.1:3128", loss.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SocketError.ConnectionRefused, true)]
    [InlineData(SocketError.HostNotFound, false)]
    [InlineData(SocketError.NetworkUnreachable, false)]
    public void A_proxy_that_is_not_there_is_a_fault_and_a_network_without_it_a_loss(SocketError error, bool isFault)
    {
        Loss loss = FailureClassifier.Handshake(new HttpRequestException("x", new SocketException((int)error)), 0, null, s_now, proxy: "10.0.0.1:3128");

        Assert.Equal(isFault, loss.IsFault);
        Assert.Contains("proxy", loss.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_framework_says_of_a_proxy_is_not_handed_on()
    {
        HttpRequestException cause = new(HttpRequestError.ProxyTunnelError, "The proxy tunnel request to proxy 'http://user:secret@10.0.0.1:3128/' failed.", null, HttpStatusCode.Forbidden);
        Loss loss = FailureClassifier.Handshake(new WebSocketException("x", cause), 0, null, s_now, proxy: "10.0.0.1:3128");

        Assert.Null(loss.Cause);
        Assert.DoesNotContain("secret", $"{loss} {loss.ToException()}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SOCKS server failed to connect to the destination.", false, "can't reach the venue")]
    [InlineData("Failed to authenticate with the SOCKS server.", true, "credentials")]
    [InlineData("SOCKS server did not return a suitable authentication method.", true, "credentials")]
    [InlineData("Unexpected SOCKS protocol version. Required 5, got 72.", true, "refuses")]
    public void A_SOCKS_proxy_that_cannot_reach_the_venue_passes_and_one_that_refuses_is_a_fault(string words, bool isFault, string reason)
    {
        HttpRequestException cause = new(HttpRequestError.ProxyTunnelError, "x", new IOException(words));
        Loss loss = FailureClassifier.Handshake(new WebSocketException("x", cause), 0, null, s_now, proxy: "10.0.0.1:1080");

        Assert.Equal(isFault, loss.IsFault);
        Assert.Contains(reason, loss.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dial_that_is_not_made_because_of_a_proxy_setting_is_a_fault_and_one_at_the_limit_of_open_files_a_loss()
    {
        Loss blocked = Handshake(0, new HttpRequestException("x", new BlockedDialException(KanaErrorKind.Proxy, "so it is", "do this")));
        Loss full = Handshake(0, new HttpRequestException("x", new SocketException((int)SocketError.TooManyOpenSockets)));

        Assert.Equal((true, KanaErrorKind.Proxy, "so it is", "do this"), (blocked.IsFault, blocked.Kind, blocked.Reason, blocked.NextStep));
        Assert.Equal((false, KanaErrorKind.TooManyOpenFiles), (full.IsFault, full.Kind));
        Assert.Contains("ulimit -n", full.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_is_no_HTTP_is_a_violation() =>
        Assert.True(Handshake(0, new HttpRequestException(HttpRequestError.InvalidResponse, "x")).IsProtocolViolation);

    [Theory]
    [InlineData(SocketError.HostNotFound, "name of the host can't be resolved")]
    [InlineData(SocketError.TryAgain, "name of the host can't be resolved")]
    [InlineData(SocketError.NoData, "name of the host can't be resolved")]
    [InlineData(SocketError.ConnectionRefused, "(connection refused)")]
    [InlineData(SocketError.ConnectionReset, "(reset by the peer)")]
    [InlineData(SocketError.NetworkUnreachable, "(network unreachable)")]
    public void A_network_that_fails_is_a_loss_with_its_reason(SocketError error, string reason)
    {
        Loss loss = Handshake(0, new HttpRequestException("x", new SocketException((int)error)));

        Assert.Equal((false, false, KanaErrorKind.ConnectFailed), (loss.IsFault, loss.IsProtocolViolation, loss.Kind));
        Assert.Contains(reason, loss.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_the_system_says_of_a_socket_no_name_of_the_framework_is_told()
    {
        foreach (SocketError error in Enum.GetValues<SocketError>())
        {
            string told = Handshake(0, new HttpRequestException("x", new SocketException((int)error))).Reason + FailureClassifier.Broken(new SocketException((int)error)).Reason;

            Assert.DoesNotMatch("[a-z][A-Z]", told);
        }

        Loss ended = Handshake(0, new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely. (ResponseEnded)"));
        Assert.Equal("the endpoint closed the connection without an answer", ended.Reason);
    }

    [Fact]
    public void A_dial_that_ran_out_of_time_is_a_loss() =>
        Assert.Equal("the endpoint did not answer in time", Handshake(0, new OperationCanceledException()).Reason);

    [Theory]
    [InlineData(1000, null, "the venue closed the connection (code 1000)")]
    [InlineData(1008, "too many", "the venue closed the connection (code 1008, too many)")]
    [InlineData(4001, "", "the venue closed the connection (code 4001)")]
    [InlineData(null, null, "the venue closed the connection without a code")]
    public void A_close_is_a_loss_with_its_code_and_words(int? code, string? words, string reason)
    {
        Loss loss = FailureClassifier.Closed(code, words);

        Assert.Equal((reason, false), (loss.Reason, loss.IsFault));
    }

    [Fact]
    public void A_broken_connection_is_a_loss_whatever_broke_it()
    {
        Assert.Equal("the connection broke (reset by the peer)", FailureClassifier.Broken(new WebSocketException("x", new IOException("y", new SocketException((int)SocketError.ConnectionReset)))).Reason);
        Assert.Equal("the connection ended without a close frame", FailureClassifier.Broken(new WebSocketException(WebSocketError.ConnectionClosedPrematurely)).Reason);
        Assert.Equal("the connection broke (odd)", FailureClassifier.Broken(new IOException("odd.")).Reason);
        Assert.StartsWith("the server violated the WebSocket protocol", FailureClassifier.Broken(new WebSocketException(WebSocketError.Faulted, "reserved bits")).Reason, StringComparison.Ordinal);
        Assert.False(FailureClassifier.Broken(new IOException("odd.")).IsFault);
    }

    private static Loss Handshake(HttpStatusCode status, Exception? cause = null) =>
        FailureClassifier.Handshake(new WebSocketException("x", cause), status, null, s_now);
}
