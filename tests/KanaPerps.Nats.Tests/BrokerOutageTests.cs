using KanaPerps.Bridging;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;
using KanaPerps.Topics;

namespace KanaPerps.Nats.Tests;

/// <summary>A broker that goes away and comes back, and what does not fit through it.</summary>
public sealed class BrokerOutageTests
{
    private const string Data = "kana.simulator.live_funding_rate";
    private const string Notice = "kana.simulator.notice.live_funding_rate";

    [Fact]
    public async Task A_broker_that_is_killed_and_started_again_has_every_message_once()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        (Bridge bridge, ScriptedWebSocket socket) = await fixture.ConnectedBridgeAsync();
        int sent = 0;
        for (int round = 0; round < 3; round++)
        {
            await SendAsync(20);

            // Some are stored and confirmed, some stored and not confirmed, some neither.
            await fixture.Broker.KillAsync();
            await SendAsync(20);
            await Eventually.HoldsAsync(() => bridge.State == BridgeState.Retrying);
            Assert.Equal(KanaErrorKind.ConnectFailed, bridge.LastError!.Kind);
            await fixture.Broker.StartAgainAsync();
            await Eventually.HoldsAsync(() => bridge.State == BridgeState.Publishing && bridge.Waiting == 0);
        }

        // The stream keeps the last hundred.
        await StreamDump.HasAsync(fixture.Broker, Data, [.. Enumerable.Range(21, 100).Select(i => Messages.Funding(i))]);
        Assert.Equal(["Connected"], await StreamDump.NoticesAsync(fixture.Broker, Notice));
        Assert.Equal(0, bridge.Gaps);

        async Task SendAsync(int count)
        {
            for (int i = 0; i < count; i++)
            {
                await socket.SendTextAsync(Messages.Funding(++sent));
            }
        }
    }

    [Fact]
    public async Task What_the_broker_has_stored_without_an_answer_that_arrived_is_not_stored_again()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        await using Relay relay = new(fixture.Broker.Port);
        BridgeOptions options = fixture.Options();
        (Bridge bridge, ScriptedWebSocket socket) = await fixture.ConnectedBridgeAsync(new() { Server = relay.Address, Endpoint = options.Endpoint, Feeds = options.Feeds, Times = options.Times });
        await socket.SendTextAsync(Messages.Funding(1));
        await StreamDump.HasAsync(fixture.Broker, Data, Messages.Funding(1));
        relay.Mute();
        await socket.SendTextAsync(Messages.Funding(2));
        await socket.SendTextAsync(Messages.Funding(3));
        await StreamDump.HasAsync(fixture.Broker, Data, Messages.Funding(1), Messages.Funding(2), Messages.Funding(3));
        Assert.NotEqual(0, bridge.Waiting);
        relay.Cut();
        await Eventually.HoldsAsync(() => bridge.Waiting == 0);
        await socket.SendTextAsync(Messages.Funding(4));

        await StreamDump.HasAsync(fixture.Broker, Data, Messages.Funding(1), Messages.Funding(2), Messages.Funding(3), Messages.Funding(4));
    }

    [Fact]
    public async Task What_has_no_room_while_the_broker_is_away_is_told_in_its_place_and_the_newest_follows()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        BridgeOptions options = fixture.Options();
        string blanks = new(' ', 50_000);
        (Bridge bridge, ScriptedWebSocket socket) = await fixture.ConnectedBridgeAsync(new() { Server = options.Server, Endpoint = options.Endpoint, Feeds = options.Feeds, Times = options.Times, Backlog = 200_000 });
        await socket.SendTextAsync(Messages.Funding(1));
        await StreamDump.HasAsync(fixture.Broker, Data, Messages.Funding(1));
        await fixture.Broker.KillAsync();
        await Eventually.HoldsAsync(() => bridge.State == BridgeState.Retrying);
        for (int i = 2; i <= 12; i++)
        {
            await socket.SendTextAsync(Messages.Funding(i) + blanks);
        }

        await Eventually.HoldsAsync(() => bridge.Messages == 12);
        Assert.InRange(bridge.Waiting, 1, 200_000);
        await fixture.Broker.StartAgainAsync();

        // Three found room, seven did not, and the last one was kept beside.
        await StreamDump.HasAsync(fixture.Broker, Data, [Messages.Funding(1), .. new[] { 2, 3, 4, 12 }.Select(i => Messages.Funding(i))]);
        (_, _, string text) = (await StreamDump.ReadAsync(fixture.Broker)).Last(m => m.Subject == Notice);
        Assert.Contains("\"notice\":\"BridgeGap\"", text, StringComparison.Ordinal);
        Assert.Contains("\"messages\":7", text, StringComparison.Ordinal);
        Assert.Equal(1, bridge.Gaps);
    }

    [Fact]
    public async Task A_broker_that_has_lost_its_store_gets_the_present_state_and_what_follows()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        (Bridge bridge, ScriptedWebSocket socket) = await fixture.ConnectedBridgeAsync();
        await socket.SendTextAsync(Messages.Funding(1));
        await socket.SendTextAsync(Messages.Funding(2));
        await StreamDump.HasAsync(fixture.Broker, Data, Messages.Funding(1), Messages.Funding(2));
        await fixture.Broker.KillAsync();
        fixture.Broker.ForgetEverything();
        await Eventually.HoldsAsync(() => bridge.State == BridgeState.Retrying);
        await socket.SendTextAsync(Messages.Funding(3));
        await Eventually.HoldsAsync(() => bridge.Messages == 3);
        await fixture.Broker.StartAgainAsync();

        await StreamDump.HasAsync(fixture.Broker, Data, Messages.Funding(2), Messages.Funding(3));
    }

    [Fact]
    public async Task A_message_above_the_limit_of_the_server_is_told_and_the_next_one_is_published()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync($"max_payload: 8192\n{NatsServer.WithJetStream}");
        (Bridge bridge, ScriptedWebSocket socket) = await fixture.ConnectedBridgeAsync();
        await socket.SendTextAsync(Messages.Funding(1));
        await socket.SendTextAsync(Messages.Funding(2) + new string(' ', 9000));
        await socket.SendTextAsync(Messages.Funding(3));

        await StreamDump.HasAsync(fixture.Broker, Data, Messages.Funding(1), Messages.Funding(3));
        Assert.Equal(["Connected", "BridgeGap"], await StreamDump.NoticesAsync(fixture.Broker, Notice));
        Assert.Equal((1L, BridgeState.Publishing), (bridge.Gaps, bridge.State));
    }

    [Fact]
    public async Task A_stream_that_is_full_is_an_error_until_it_has_room()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        await using RawClient client = await RawClient.ConnectAsync(fixture.Broker);
        await client.CreateStreamAsync("kana", "kana.>", maxBytes: 20_000);
        (Bridge bridge, ScriptedWebSocket socket) = await fixture.ConnectedBridgeAsync();
        string blanks = new(' ', 5_000);
        for (int i = 1; i <= 5; i++)
        {
            await socket.SendTextAsync(Messages.Funding(i) + blanks);
        }

        await Eventually.HoldsAsync(() => bridge.State == BridgeState.Retrying);
        Assert.Equal(KanaErrorKind.BrokerStream, bridge.LastError!.Kind);
        Assert.Contains("maximum bytes", bridge.LastError.Message, StringComparison.Ordinal);
        await client.PurgeAsync("kana", Data);

        await Eventually.HoldsAsync(() => bridge.State == BridgeState.Publishing && bridge.Waiting == 0);
        Assert.Equal(Messages.Funding(5), (await StreamDump.MessagesAsync(fixture.Broker, Data))[^1]);
    }
}
