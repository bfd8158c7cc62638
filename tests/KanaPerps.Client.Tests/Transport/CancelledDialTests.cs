using System.Diagnostics;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Transport;

/// <summary>Whoever stops waiting for a dial is free within a second, and the peer sees the socket go.</summary>
public sealed class CancelledDialTests
{
    private static readonly TimeSpan s_promise = TimeSpan.FromSeconds(1);

    // How far a dial has come when it is cancelled, and the peer's end of it.
    private static readonly Dictionary<string, Func<StreamFixture, Task<ScriptedConnection>>> s_stages = new()
    {
        ["the upgrade is not answered"] = async fixture =>
        {
            fixture.Watch(KanaTopics.FundingRates);
            return await RequestedAsync(fixture);
        },
        ["the answer comes in half"] = async fixture =>
        {
            fixture.Watch(KanaTopics.FundingRates);
            ScriptedConnection connection = await RequestedAsync(fixture);
            await connection.SendAsync("HTTP/1.1 101 Switching Protocols\r\nUpgrade: web");
            return connection;
        },
        ["TLS is not answered"] = async fixture =>
        {
            Uri address = new UriBuilder(fixture.Server.Endpoint.WebSocket) { Scheme = "wss" }.Uri;
            _ = new EventReader<FundingRate>(fixture.Manager.Subscribe(KanaEndpoint.From(address), KanaTopics.FundingRates));
            return await fixture.Server.AcceptAsync();
        },
        ["the proxy does not answer"] = async fixture =>
        {
            KanaEndpoint endpoint = HostProxies.Behind("proxy-mute", fixture.Server.Endpoint.WebSocket.Port);
            _ = new EventReader<FundingRate>(fixture.Manager.Subscribe(endpoint, KanaTopics.FundingRates));
            return await RequestedAsync(fixture);
        },
        ["the venue asked for patience"] = async fixture =>
        {
            EventReader<FundingRate> log = fixture.Watch(KanaTopics.FundingRates);
            ScriptedConnection connection = await fixture.Server.AcceptAsync();
            await connection.AnswerAsync("503 Service Unavailable", "Retry-After: 60\r\n");
            await log.NoticeAsync<ReconnectingNotice>();
            return connection;
        },
    };

    public static TheoryData<string> Stages => [.. s_stages.Keys];

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task A_dial_that_is_cancelled_ends_at_once_and_leaves_nothing(string stage)
    {
        await using StreamFixture fixture = new();
        using ScriptedConnection connection = await s_stages[stage](fixture);

        Stopwatch watch = Stopwatch.StartNew();
        await fixture.Manager.DisposeAsync();
        await connection.EndAsync();

        Assert.True(watch.Elapsed < s_promise, $"{watch.Elapsed}");
        Assert.Empty(fixture.Manager.GetConnections());
        Assert.Equal(1, fixture.Server.ConnectionCount);
    }

    [Fact]
    public async Task A_name_lookup_that_is_cancelled_ends_at_once()
    {
        ConnectionManager manager = new(StreamFixture.Fast);
        EventReader<FundingRate> log = new(manager.Subscribe(KanaEndpoint.From(new Uri("wss://kana-perps-cancelled.invalid/ws/")), KanaTopics.FundingRates));

        Stopwatch watch = Stopwatch.StartNew();
        await manager.DisposeAsync();

        Assert.True(watch.Elapsed < s_promise, $"{watch.Elapsed}");
        await log.EndAsync();
    }

    private static async Task<ScriptedConnection> RequestedAsync(StreamFixture fixture)
    {
        ScriptedConnection connection = await fixture.Server.AcceptAsync();
        await connection.ReadRequestAsync();
        return connection;
    }
}
