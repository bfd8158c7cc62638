using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using KanaPerps.Rest;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Transport;

/// <summary>Proxies that stand in the way. The venue's host is never looked up: only the proxy could.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData("407 Proxy Authentication Required", "credentials")]
    [InlineData("403 Forbidden", "refuses")]
    public async Task A_proxy_that_refuses_ends_the_feed_and_is_named(string status, string words)
    {
        await using StreamFixture fixture = new();
        await using EventReader<FundingRate> log = Watch(fixture, $"proxy-{status[..3]}");

        ReceivedRequest request = await fixture.Server.AnswerAsync(status);

        Assert.StartsWith("CONNECT ", request.Line, StringComparison.Ordinal);
        KanaException error = (await log.NoticeAsync<FaultNotice>()).Error;
        Assert.Equal(KanaErrorKind.Proxy, error.Kind);
        Assert.Contains("proxy 127.0.0.1:", error.Message, StringComparison.Ordinal);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains("HTTPS_PROXY", error.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_cannot_reach_the_venue_just_now_is_dialled_again()
    {
        await using StreamFixture fixture = new();
        await using EventReader<FundingRate> log = Watch(fixture, "proxy-503");

        await fixture.Server.AnswerAsync("503 Service Unavailable");

        Assert.Contains("proxy", (await log.NoticeAsync<ReconnectingNotice>()).Reason, StringComparison.Ordinal);
        Assert.StartsWith("CONNECT ", (await fixture.Server.AnswerAsync("503 Service Unavailable")).Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_is_not_there_ends_the_feed_and_is_named()
    {
        await using ConnectionManager manager = new(StreamFixture.Fast);
        await using EventReader<FundingRate> log = new(manager.Subscribe(HostProxies.Behind("proxy-gone", UnusedPort()), KanaTopics.FundingRates));

        FaultNotice fault = await log.NoticeAsync<FaultNotice>();

        Assert.Equal(KanaErrorKind.Proxy, fault.Error.Kind);
        Assert.Contains("proxy 127.0.0.1:", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Three_answers_of_a_proxy_that_are_no_HTTP_are_a_fault()
    {
        await using StreamFixture fixture = new();
        await using EventReader<FundingRate> log = Watch(fixture, "proxy-garbage");
        for (int i = 0; i < 3; i++)
        {
            using ScriptedConnection connection = await fixture.Server.AcceptAsync();
            await connection.ReadRequestAsync();
            await connection.SendAsync("220 smtp.example ESMTP\r\n\r\n");
            await connection.EndAsync();
        }

        Assert.Contains("the proxy", (await log.NoticeAsync<FaultNotice>()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("403 Forbidden")]
    [InlineData("407 Proxy Authentication Required")]
    [InlineData("502 Bad Gateway")]
    public async Task The_password_of_a_proxy_is_nowhere_in_what_a_stream_tells(string status)
    {
        string host = $"proxy-password-{status[..3]}";
        ConcurrentQueue<string> spans = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = s => s.Name == StreamMetrics.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a => spans.Enqueue($"{a.StatusDescription} {string.Join(' ', a.TagObjects)} {string.Join(' ', a.Events)}"),
        };
        ActivitySource.AddActivityListener(listener);
        await using StreamFixture fixture = new();
        await using EventReader<FundingRate> log = new(fixture.Manager.Subscribe(HostProxies.Behind(host, fixture.Server.Endpoint.WebSocket.Port, "user:top%20secret"), KanaTopics.FundingRates));

        await fixture.Server.AnswerAsync(status);

        string told = status[0] == '5'
            ? $"{await log.NoticeAsync<ReconnectingNotice>()}"
            : $"{(await log.NoticeAsync<FaultNotice>()).Error}";
        Assert.Contains("proxy", told, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", told, StringComparison.Ordinal);
        Assert.Contains(spans, s => s.Contains(host, StringComparison.Ordinal));
        Assert.DoesNotContain(spans, s => s.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("403 Forbidden", KanaErrorKind.Proxy, 1)]
    [InlineData("407 Proxy Authentication Required", KanaErrorKind.Proxy, 1)]
    [InlineData("502 Bad Gateway", KanaErrorKind.ConnectFailed, RestRetryPolicy.MostAttempts)]
    public async Task The_password_of_a_proxy_is_nowhere_in_what_REST_tells_and_what_passes_is_tried_again(string status, KanaErrorKind kind, int tries)
    {
        await using ScriptedServer proxy = new();
        List<RestRetry> retries = [];
        KanaEndpoint endpoint = HostProxies.Behind($"rest-proxy-{status[..3]}", proxy.Endpoint.WebSocket.Port, "user:top%20secret");
        using KanaRestClient client = new(endpoint, apiKey: null, timeout: TimeSpan.FromMinutes(1), time: null, retries.Add, () => 0);
        Task call = client.GetAllMarketsAsync(TestContext.Current.CancellationToken);
        for (int i = 0; i < tries; i++)
        {
            await proxy.AnswerAsync(status);
        }

        KanaException e = await Assert.ThrowsAsync<KanaException>(() => call.InTime());

        Assert.Equal((kind, tries - 1), (e.Kind, retries.Count));
        Assert.Contains("proxy 127.0.0.1:", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", $"{e} {e.NextStep} {string.Join(' ', retries)}", StringComparison.Ordinal);
    }

    private static EventReader<FundingRate> Watch(StreamFixture fixture, string host) =>
        new(fixture.Manager.Subscribe(HostProxies.Behind(host, fixture.Server.Endpoint.WebSocket.Port), KanaTopics.FundingRates));

    // Bound and given back: it does not listen, and the system hands such a port out again last of all.
    private static int UnusedPort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
