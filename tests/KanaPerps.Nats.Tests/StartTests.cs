using KanaPerps.Bridging;
using KanaPerps.Testing.Faults;
using KanaPerps.Topics;

namespace KanaPerps.Nats.Tests;

/// <summary>What keeps a bridge from starting is an error with the reason, at once.</summary>
public sealed class StartTests
{
    private const string Secret = "s3cret-w0rd";

    [Fact]
    public async Task No_server()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        await fixture.Broker.KillAsync();
        KanaException error = await FailAsync(fixture);
        Assert.Equal((KanaErrorKind.ConnectFailed, $"The broker 127.0.0.1:{fixture.Broker.Port} can't be used: connection refused."), (error.Kind, error.Message));
    }

    [Fact]
    public async Task A_server_that_is_something_else()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        Task<KanaException> failing = FailAsync(fixture, server: new Uri($"nats://127.0.0.1:{fixture.Venue.WebSocketUri.Port}"));
        using Testing.ScriptedConnection connection = await fixture.Venue.AcceptAsync();
        await connection.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n");
        connection.Dispose();
        Assert.Equal(KanaErrorKind.ConnectFailed, (await failing).Kind);
    }

    [Fact]
    public async Task A_server_without_JetStream()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync("");
        KanaException error = await FailAsync(fixture);
        Assert.Equal(KanaErrorKind.BrokerStream, error.Kind);
        Assert.Contains("JetStream", error.Message, StringComparison.Ordinal);
        Assert.Contains("nats-server -js", error.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prefix_that_another_stream_has_a_part_of()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        using Bridge bridge = await fixture.BridgeAsync(With(fixture, prefix: "desk"));
        KanaException error = await Assert.ThrowsAsync<KanaException>(() => fixture.BridgeAsync(With(fixture, prefix: "desk.one")));
        Assert.Equal(KanaErrorKind.BrokerStream, error.Kind);
        Assert.Contains("-Prefix", error.NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"authorization {{ user: bridge, password: \"{Secret}\" }}")]
    [InlineData($"authorization {{ token: \"{Secret}\" }}")]
    public async Task A_login_that_is_missing_or_wrong(string authorization)
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync($"{NatsServer.WithJetStream}\n{authorization}");
        KanaException missing = await FailAsync(fixture);
        KanaException wrong = await FailAsync(fixture, authorization.Contains("token", StringComparison.Ordinal) ? new() { Token = "wrong-" + Secret } : new() { UserName = "bridge", Password = "wrong-" + Secret });
        Assert.Equal((KanaErrorKind.BrokerLogin, KanaErrorKind.BrokerLogin), (missing.Kind, wrong.Kind));
        Assert.DoesNotContain(Secret, $"{missing} {wrong} {wrong.NextStep}", StringComparison.Ordinal);

        using Bridge bridge = await fixture.BridgeAsync(With(fixture, authorization.Contains("token", StringComparison.Ordinal) ? new() { Token = Secret } : new() { UserName = "bridge", Password = Secret }));
        Assert.Equal(BridgeState.Publishing, bridge.State);
        Assert.DoesNotContain(Secret, $"{bridge} {bridge.Server} {With(fixture, new() { Token = Secret })}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_in_the_address_is_neither_used_nor_repeated()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync($"{NatsServer.WithJetStream}\nauthorization {{ user: bridge, password: \"{Secret}\" }}");
        KanaException error = await FailAsync(fixture, server: new Uri($"nats://bridge:{Secret}@127.0.0.1:{fixture.Broker.Port}"));
        Assert.Equal(KanaErrorKind.BrokerLogin, error.Kind);
        Assert.DoesNotContain(Secret, $"{error} {error.NextStep}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subject_that_the_user_may_not_publish_to()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync(
            $$"""
            {{NatsServer.WithJetStream}}
            authorization { users: [ { user: bridge, password: x, permissions: { publish: { deny: "kana.simulator.heartbeat" } } } ] }
            """);
        KanaException error = await FailAsync(fixture, new() { UserName = "bridge", Password = "x" });
        Assert.Equal(KanaErrorKind.BrokerLogin, error.Kind);
        Assert.Contains("kana.simulator.heartbeat", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_differs_is_not_changed_and_the_error_says_how_it_differs()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        await using RawClient client = await RawClient.ConnectAsync(fixture.Broker);
        await client.CreateStreamAsync("kana", "kana.>", maxAge: TimeSpan.FromHours(1), perSubject: 5);
        await client.CreateStreamAsync("other", "other.*");
        KanaException error = await FailAsync(fixture, history: 7);
        KanaException other = await FailAsync(fixture, prefix: "other");
        Assert.Equal((KanaErrorKind.BrokerStream, KanaErrorKind.BrokerStream), (error.Kind, other.Kind));
        Assert.Contains("it keeps 5 messages of each subject, and not 7; it deletes messages after 01:00:00", error.Message, StringComparison.Ordinal);
        Assert.Contains("it takes other.*, and not other.>", other.Message, StringComparison.Ordinal);
        Assert.Contains("--max-msgs-per-subject=7", error.NextStep, StringComparison.Ordinal);
        Assert.Equal(5, await client.PerSubjectAsync("kana"));
    }

    [Fact]
    public async Task A_stream_is_created_with_the_history_that_is_asked_for_and_taken_as_it_is_where_none_is()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        await using RawClient client = await RawClient.ConnectAsync(fixture.Broker);
        (await fixture.BridgeAsync(With(fixture, history: 3, prefix: "team.kana"))).Dispose();
        Assert.Equal(3, await client.PerSubjectAsync("team_kana"));
        (await fixture.BridgeAsync(With(fixture, prefix: "team.kana"))).Dispose();
        Assert.Equal(3, await client.PerSubjectAsync("team_kana"));
    }

    [Fact]
    public async Task A_bridge_of_what_a_bridge_publishes()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        KanaException error = await Assert.ThrowsAsync<KanaException>(() => fixture.BridgeAsync(new()
        {
            Server = fixture.Broker.Address,
            Endpoint = KanaEndpoint.From(fixture.Broker.Watch("mainnet")),
            Feeds = [(KanaTopics.FundingRates, null)],
        }));
        Assert.Equal(KanaErrorKind.InvalidEndpoint, error.Kind);
    }

    private static async Task<KanaException> FailAsync(BridgeFixture fixture, BrokerLogin? login = null, Uri? server = null, int? history = null, string prefix = "kana") =>
        await Assert.ThrowsAsync<KanaException>(() => fixture.BridgeAsync(With(fixture, login, server, history, prefix)));

    private static BridgeOptions With(BridgeFixture fixture, BrokerLogin? login = null, Uri? server = null, int? history = null, string prefix = "kana") => new()
    {
        Server = server ?? fixture.Broker.Address,
        Login = login ?? new(),
        History = history,
        Prefix = prefix,
        Endpoint = KanaEndpoint.From(fixture.Venue.WebSocketUri, KanaNetwork.Simulator),
        Feeds = [(KanaTopics.FundingRates, null)],
        Times = BridgeFixture.Quick,
    };
}
