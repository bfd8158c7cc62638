using System.Diagnostics;
using KanaPerps.Bridging;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;
using KanaPerps.Topics;

namespace KanaPerps.Nats.Tests;

/// <summary>Two bridges with the same feed, each with a connection of its own to the venue.</summary>
public sealed class TakeoverTests
{
    private const string Data = "kana.simulator.live_funding_rate";

    [Fact]
    public async Task Two_bridges_publish_everything_once_and_the_second_goes_on_where_the_first_is_stopped()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        (Bridge first, ScriptedWebSocket toFirst) = await fixture.ConnectedBridgeAsync(fixture.Patient);
        (Bridge second, ScriptedWebSocket toSecond) = await fixture.ConnectedBridgeAsync(fixture.Patient);
        for (int i = 1; i <= 20; i++)
        {
            // Now one is ahead, now the other.
            await (i % 2 == 0 ? toFirst : toSecond).SendTextAsync(Messages.Funding(i % 3));
            await (i % 2 == 0 ? toSecond : toFirst).SendTextAsync(Messages.Funding(i % 3));
        }

        await StreamDump.HasAsync(fixture.Broker, Data, [.. Enumerable.Range(1, 20).Select(i => Messages.Funding(i % 3))]);
        Assert.Equal((BridgeState.Publishing, BridgeState.Standby), (first.State, second.State));
        await Eventually.HoldsAsync(() => second.Messages == 20 && second.Waiting == 0);

        Assert.True(first.Stop(TimeSpan.FromSeconds(10)));
        await Eventually.HoldsAsync(() => second.State == BridgeState.Publishing);
        await toSecond.SendTextAsync(Messages.Funding(7));
        await StreamDump.HasAsync(fixture.Broker, Data, [.. Enumerable.Range(1, 20).Select(i => Messages.Funding(i % 3)), Messages.Funding(7)]);
    }

    [Fact]
    public async Task A_watcher_that_comes_between_two_bridges_waits_for_the_second_without_a_notice()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        (Bridge first, ScriptedWebSocket toFirst) = await fixture.ConnectedBridgeAsync(fixture.Patient);
        (Bridge second, ScriptedWebSocket toSecond) = await fixture.ConnectedBridgeAsync(fixture.Patient);
        await toFirst.SendTextAsync(Messages.Funding(1));
        await toSecond.SendTextAsync(Messages.Funding(1));
        await Eventually.HoldsAsync(() => second.Messages == 1 && second.Waiting == 0);
        Task<bool> stopping = Task.Run(() => first.Stop(TimeSpan.FromSeconds(10)), TestContext.Current.CancellationToken);
        List<EventReader<FundingRate>> readers = [];
        do
        {
            readers.Add(fixture.Watch(KanaTopics.FundingRates));
            await Task.Yield();
        }
        while (second.State == BridgeState.Standby && readers.Count < 50);

        Assert.True(await stopping);
        foreach (EventReader<FundingRate> reader in readers)
        {
            await reader.RowAsync(r => r.Rate == 1);
            Assert.IsType<ConnectedNotice>(Assert.Single(reader.Notices));
            await reader.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_bridge_that_stands_by_still_hears_the_other_after_the_memory_of_the_process_was_tidied()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        (Bridge first, ScriptedWebSocket toFirst) = await fixture.ConnectedBridgeAsync(fixture.Patient);
        (Bridge second, ScriptedWebSocket toSecond) = await fixture.ConnectedBridgeAsync(fixture.Patient);
        await toFirst.SendTextAsync(Messages.Funding(1));
        await toSecond.SendTextAsync(Messages.Funding(1));
        await StreamDump.HasAsync(fixture.Broker, Data, [Messages.Funding(1)]);
        await using EventReader<FundingRate> reader = fixture.Watch(KanaTopics.FundingRates);
        await reader.RowsAsync();

        // Longer than a lease lasts, and than a watcher waits for a heartbeat.
        await using RawClient client = await RawClient.ConnectAsync(fixture.Broker);
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(6))
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await client.NextAsync("kana.simulator.heartbeat");
        }

        await toFirst.SendTextAsync(Messages.Funding(2));
        await toSecond.SendTextAsync(Messages.Funding(2));
        await StreamDump.HasAsync(fixture.Broker, Data, [Messages.Funding(1), Messages.Funding(2)]);
        await reader.RowAsync(r => r.Rate == 2);
        Assert.Equal((BridgeState.Publishing, BridgeState.Standby), (first.State, second.State));
        Assert.IsType<ConnectedNotice>(Assert.Single(reader.Notices));
    }

    [Fact]
    public async Task A_bridge_that_is_killed_is_replaced_and_what_came_meanwhile_is_published_once()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        (VictimProcess victim, ScriptedWebSocket toVictim) = await fixture.ConnectedVictimAsync();
        (Bridge second, ScriptedWebSocket toSecond) = await fixture.ConnectedBridgeAsync();
        for (int i = 1; i <= 10; i++)
        {
            await toVictim.SendTextAsync(Messages.Funding(i % 2));
            await toSecond.SendTextAsync(Messages.Funding(i % 2));
        }

        await StreamDump.HasAsync(fixture.Broker, Data, [.. Enumerable.Range(1, 10).Select(i => Messages.Funding(i % 2))]);
        await victim.KillAsync();

        // The state goes back to one that was published before.
        await toSecond.SendTextAsync(Messages.Funding(1));
        await toSecond.SendTextAsync(Messages.Funding(0));
        await Eventually.HoldsAsync(() => second.State == BridgeState.Publishing);
        await StreamDump.HasAsync(fixture.Broker, Data, [.. Enumerable.Range(1, 12).Select(i => Messages.Funding(i % 2))]);
    }

    [Theory]
    [InlineData("""{"format":1,"at":"2100-01-01T00:00:00.0000000Z","bridge":"gone","version":"9.9.9","term":4102444800000}""")]
    [InlineData("no lease")]
    public async Task A_lease_of_a_bridge_that_is_gone_is_taken_whatever_its_clock_said_and_whoever_wrote_it(string lease)
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        await using RawClient client = await RawClient.ConnectAsync(fixture.Broker);
        await client.CreateStreamAsync("kana", "kana.>", perSubject: 10);
        await client.StoreAsync("kana.simulator.lease.live_funding_rate", lease);
        Bridge bridge = await fixture.BridgeAsync();
        await using EventReader<FundingRate> reader = fixture.Watch(KanaTopics.FundingRates);
        await (await fixture.Venue.AcceptSubscriberAsync()).SendTextAsync(Messages.Funding(1));
        await reader.RowAsync(r => r.Rate == 1);
        Assert.Equal(BridgeState.Publishing, bridge.State);
    }

    [Fact]
    public async Task A_bridge_that_gets_a_feed_back_has_its_present_state_though_nothing_came_in_the_meantime()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that stops a process.");
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        (VictimProcess victim, ScriptedWebSocket toVictim) = await fixture.ConnectedVictimAsync();
        (Bridge second, ScriptedWebSocket toSecond) = await fixture.ConnectedBridgeAsync();
        await toVictim.SendTextAsync(Messages.Funding(1));
        await toSecond.SendTextAsync(Messages.Funding(1));
        await StreamDump.HasAsync(fixture.Broker, Data, Messages.Funding(1));
        await victim.StopAsync();
        await Eventually.HoldsAsync(() => second.State == BridgeState.Publishing);
        await victim.ContinueAsync();
        await victim.LineAsync("Standby");
        second.Dispose();
        await victim.LineAsync("Publishing");

        await using EventReader<FundingRate> reader = fixture.Watch(KanaTopics.FundingRates);
        await reader.RowAsync(r => r.Rate == 1);
    }

    [Fact]
    public async Task A_bridge_that_stood_still_while_another_took_over_publishes_nothing_more()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that stops a process.");
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        (VictimProcess victim, ScriptedWebSocket toVictim) = await fixture.ConnectedVictimAsync();
        (Bridge second, ScriptedWebSocket toSecond) = await fixture.ConnectedBridgeAsync();
        await toVictim.SendTextAsync(Messages.Funding(1));
        await toSecond.SendTextAsync(Messages.Funding(1));
        await StreamDump.HasAsync(fixture.Broker, Data, Messages.Funding(1));
        await victim.StopAsync();
        await toVictim.SendTextAsync(Messages.Funding(2));
        await toSecond.SendTextAsync(Messages.Funding(2));
        await Eventually.HoldsAsync(() => second.State == BridgeState.Publishing);

        await victim.ContinueAsync();
        await victim.LineAsync("Standby");
        await toVictim.SendTextAsync(Messages.Funding(3));
        await toSecond.SendTextAsync(Messages.Funding(3));
        await StreamDump.HasAsync(fixture.Broker, Data, Messages.Funding(1), Messages.Funding(2), Messages.Funding(3));
    }
}
