using System.Text.Json;
using KanaPerps.Bridging;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Nats.Tests;

/// <summary>What a bridge publishes.</summary>
public sealed class PublishTests
{
    private const string Data = "kana.simulator.live_funding_rate";
    private const string Notice = "kana.simulator.notice.live_funding_rate";

    [Fact]
    public async Task A_bridge_publishes_each_message_as_it_came_and_each_notice_to_its_own_subject()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        (Bridge bridge, ScriptedWebSocket socket) = await fixture.ConnectedBridgeAsync();
        await socket.SendTextAsync(Messages.Funding(1));
        await socket.SendTextAsync("no JSON");
        await socket.SendTextAsync(Messages.Funding(2));
        await StreamDump.HasAsync(fixture.Broker, Data, Messages.Funding(1), "no JSON", Messages.Funding(2));

        Assert.Equal(["Connected", "BadMessage"], await StreamDump.NoticesAsync(fixture.Broker, Notice));
        Assert.True(bridge.Stop(TimeSpan.FromSeconds(10)));
        Assert.Equal((BridgeState.Stopped, null, 3L, 5L, 0L), (bridge.State, bridge.LastError, bridge.Messages, bridge.Published, bridge.Waiting));
    }

    [Fact]
    public async Task A_line_is_that_of_a_recording_and_has_an_id_by_which_the_stream_tells_repeats()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        Bridge bridge = await fixture.BridgeAsync();
        await (await fixture.Venue.AcceptSubscriberAsync()).SendTextAsync(Messages.Funding(1));
        await StreamDump.HasAsync(fixture.Broker, Data, Messages.Funding(1));

        (string subject, string? id, string text) = (await StreamDump.ReadAsync(fixture.Broker)).Single(m => m.Subject == Data);
        JsonElement line = JsonDocument.Parse(text).RootElement;
        Assert.Equal(["at", "feed", "connection", "message"], line.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("live_funding_rate", 1), (line.GetProperty("feed").GetString(), line.GetProperty("connection").GetInt32()));
        Assert.True(BridgeMessageId.TryParse(id, out BridgeMessageId parsed));
        Assert.Equal((bridge.Id, 2L, "live_funding_rate"), (parsed.Bridge, parsed.Sequence, parsed.Feed));
    }
}
