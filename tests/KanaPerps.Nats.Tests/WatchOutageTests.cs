using KanaPerps.Bridging;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;
using KanaPerps.Topics;

namespace KanaPerps.Nats.Tests;

/// <summary>What watchers are told when a bridge, the broker or the way between them fails.</summary>
public sealed class WatchOutageTests
{
    private const string Data = "kana.simulator.live_funding_rate";

    [Fact]
    public async Task A_bridge_that_is_killed_is_silence_that_is_told_and_the_next_one_ends_it()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        (VictimProcess victim, ScriptedWebSocket socket) = await fixture.ConnectedVictimAsync();
        await using EventReader<FundingRate> reader = fixture.Watch(KanaTopics.FundingRates);
        await reader.NextNoticeAsync<ConnectedNotice>();
        await socket.SendTextAsync(Messages.Funding(1));
        await reader.NextRowsAsync();
        await victim.KillAsync();
        ReconnectingNotice loss = await reader.NextNoticeAsync<ReconnectingNotice>();
        Assert.StartsWith("the bridge has sent no heartbeat for ", loss.Reason, StringComparison.Ordinal);

        await fixture.BridgeAsync();
        await (await fixture.Venue.AcceptSubscriberAsync()).SendTextAsync(Messages.Funding(2));
        await reader.NoticeAsync<ReconnectedNotice>();
        Assert.Equal(2, (await reader.NextRowsAsync()).Single().Rate);
    }

    [Fact]
    public async Task A_bridge_that_another_one_replaces_is_no_outage_and_nothing_is_missing_or_told_twice()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        (VictimProcess victim, ScriptedWebSocket toVictim) = await fixture.ConnectedVictimAsync();
        (Bridge second, ScriptedWebSocket toSecond) = await fixture.ConnectedBridgeAsync();
        await using EventReader<FundingRate> reader = fixture.Watch(KanaTopics.FundingRates);
        await reader.NextNoticeAsync<ConnectedNotice>();
        for (int i = 1; i <= 20; i++)
        {
            if (i == 10)
            {
                await reader.RowAsync(r => r.Rate == 9);
                await victim.KillAsync();
            }

            if (i < 10)
            {
                await toVictim.SendTextAsync(Messages.Funding(i));
            }

            await toSecond.SendTextAsync(Messages.Funding(i));
        }

        await Eventually.HoldsAsync(() => second.State == BridgeState.Publishing);
        await reader.RowAsync(r => r.Rate == 20);
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (decimal)i), reader.All.SelectMany(e => e.Items).Select(r => r.Rate));
        Assert.Single(reader.Notices);
    }

    [Fact]
    public async Task A_quiet_feed_whose_bridge_is_replaced_is_no_outage_either()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        (Bridge first, ScriptedWebSocket toFirst) = await fixture.ConnectedBridgeAsync();
        (Bridge second, ScriptedWebSocket toSecond) = await fixture.ConnectedBridgeAsync();
        await using EventReader<FundingRate> reader = fixture.Watch(KanaTopics.FundingRates);
        await reader.NextNoticeAsync<ConnectedNotice>();
        await toFirst.SendTextAsync(Messages.Funding(1));
        await toSecond.SendTextAsync(Messages.Funding(1));
        await reader.NextRowsAsync();
        first.Dispose();
        await Eventually.HoldsAsync(() => second.State == BridgeState.Publishing);
        await using RawClient client = await RawClient.ConnectAsync(fixture.Broker);

        // Longer than a watcher waits for a heartbeat.
        for (int beats = 0; beats < 12; beats++)
        {
            await client.NextAsync("kana.simulator.heartbeat");
        }

        await toSecond.SendTextAsync(Messages.Funding(2));
        await reader.RowAsync(r => r.Rate == 2);
        Assert.DoesNotContain(reader.Notices, n => n.IsWarning);
    }

    [Fact]
    public async Task A_broker_that_is_killed_and_started_again_is_an_outage_that_is_told_and_nothing_is_told_twice()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        (Bridge bridge, ScriptedWebSocket socket) = await fixture.ConnectedBridgeAsync();
        await using EventReader<FundingRate> reader = fixture.Watch(KanaTopics.FundingRates);
        await reader.NextNoticeAsync<ConnectedNotice>();
        for (int i = 1; i <= 3; i++)
        {
            await socket.SendTextAsync(Messages.Funding(i));
            await reader.RowAsync(r => r.Rate == i);
            await fixture.Broker.KillAsync();
            Assert.Equal("the connection to the broker broke", (await reader.NoticeAsync<ReconnectingNotice>(n => n.BeginsOutage)).Reason);
            await fixture.Broker.StartAgainAsync();
            await reader.NoticeAsync<ReconnectedNotice>();
            await Eventually.HoldsAsync(() => bridge.State == BridgeState.Publishing);
        }

        await socket.SendTextAsync(Messages.Funding(4));
        await reader.RowAsync(r => r.Rate == 4);
        Assert.Equal([1m, 2m, 3m, 4m], reader.All.SelectMany(e => e.Items).Select(r => r.Rate));
    }

    [Fact]
    public async Task A_broker_that_is_back_is_tried_at_once_whatever_the_delays_of_the_venue_are()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        (_, ScriptedWebSocket socket) = await fixture.ConnectedBridgeAsync();
        await using ConnectionManager manager = new(StreamFixture.Fast with { BackoffBase = TimeSpan.FromDays(1), BackoffMax = TimeSpan.FromDays(1) });
        await using EventReader<FundingRate> reader = fixture.Watch(KanaTopics.FundingRates, manager: manager);
        await reader.NextNoticeAsync<ConnectedNotice>();
        await socket.SendTextAsync(Messages.Funding(1));
        await reader.RowAsync(r => r.Rate == 1);
        await fixture.Broker.KillAsync();
        await reader.NoticeAsync<ReconnectingNotice>(n => n.BeginsOutage);
        await fixture.Broker.StartAgainAsync();
        await reader.NoticeAsync<ReconnectedNotice>();
    }

    [Fact]
    public async Task What_did_not_arrive_is_an_outage_and_what_was_published_twice_or_by_a_bridge_of_the_past_is_not_told()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        (_, ScriptedWebSocket socket) = await fixture.ConnectedBridgeAsync();
        await using EventReader<FundingRate> reader = fixture.Watch(KanaTopics.FundingRates);
        await reader.NextNoticeAsync<ConnectedNotice>();
        await socket.SendTextAsync(Messages.Funding(1));
        await reader.NextRowsAsync();
        (_, string? text, string line) = (await StreamDump.ReadAsync(fixture.Broker)).Single(m => m.Subject == Data);
        Assert.True(BridgeMessageId.TryParse(text, out BridgeMessageId id));
        await using RawClient client = await RawClient.ConnectAsync(fixture.Broker);
        await client.PublishAsync(Data, line, text);
        await client.PublishAsync(Data, line.Replace("\"1\"", "\"777\"", StringComparison.Ordinal), (id with { Bridge = "past", Term = id.Term - 1, Sequence = 99 }).ToString());
        await client.PublishAsync(Data, line.Replace("\"1\"", "\"888\"", StringComparison.Ordinal), (id with { Sequence = id.Sequence + 3 }).ToString());

        Assert.Equal("2 messages of the bridge did not arrive", (await reader.NextNoticeAsync<ReconnectingNotice>()).Reason);
        await reader.NextNoticeAsync<ReconnectedNotice>();
        await socket.SendTextAsync(Messages.Funding(2));
        await reader.RowAsync(r => r.Rate == 2);
        Assert.Equal([1m, 2m], reader.All.SelectMany(e => e.Items).Select(r => r.Rate));
    }

    [Fact]
    public async Task What_the_bridge_could_not_publish_is_told_to_its_watchers()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync($"max_payload: 8192\n{NatsServer.WithJetStream}");
        (_, ScriptedWebSocket socket) = await fixture.ConnectedBridgeAsync();
        await using EventReader<FundingRate> reader = fixture.Watch(KanaTopics.FundingRates);
        await reader.NextNoticeAsync<ConnectedNotice>();
        await socket.SendTextAsync(Messages.Funding(1) + new string(' ', 9000));
        BridgeGapNotice told = await reader.NextNoticeAsync<BridgeGapNotice>();
        Assert.Equal((1L, true), (told.Messages, told.IsWarning));
        Assert.Contains("max_payload", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Data)]
    [InlineData("kana.simulator.notice.live_funding_rate")]
    public async Task A_subject_that_the_user_may_not_read_ends_the_feed_with_an_error_that_names_it(string subject)
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync(
            $$"""
            {{NatsServer.WithJetStream}}
            authorization { users: [ { user: bridge, password: x }, { user: reader, password: x, permissions: { subscribe: { deny: "{{subject}}" } } } ] }
            no_auth_user: reader
            """);
        await fixture.BridgeAsync(new() { Server = fixture.Broker.Address, Endpoint = fixture.Options().Endpoint, Feeds = fixture.Options().Feeds, Times = BridgeFixture.Quick, Login = new() { UserName = "bridge", Password = "x" } });
        await using EventReader<FundingRate> reader = fixture.Watch(KanaTopics.FundingRates);
        FaultNotice fault = await reader.NoticeAsync<FaultNotice>();
        Assert.Equal(KanaErrorKind.BrokerLogin, fault.Error.Kind);
        Assert.Contains(subject, fault.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_permissions_that_the_help_names_are_enough_for_a_bridge_and_for_a_watcher()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync(
            $$"""
            {{NatsServer.WithJetStream}}
            authorization { users: [
              { user: bridge, password: x, permissions: { publish: ["kana.>", "_INBOX.>", "$JS.API.>"], subscribe: ["kana.>", "kana-ask.>", "_INBOX.>"] } }
              { user: reader, password: x, permissions: { publish: ["kana-ask.>"], subscribe: ["kana.>", "_INBOX.>"] } }
            ] }
            no_auth_user: reader
            """);
        Bridge bridge = await fixture.BridgeAsync(new() { Server = fixture.Broker.Address, Endpoint = fixture.Options().Endpoint, Feeds = fixture.Options().Feeds, Times = BridgeFixture.Quick, Login = new() { UserName = "bridge", Password = "x" } });
        await using EventReader<FundingRate> reader = fixture.Watch(KanaTopics.FundingRates);
        await (await fixture.Venue.AcceptSubscriberAsync()).SendTextAsync(Messages.Funding(1));
        await reader.RowAsync(r => r.Rate == 1);
        Assert.DoesNotContain(reader.Notices, n => n.IsWarning);
        Assert.Null(bridge.LastError);

        // What it may not see is not looked at.
        await using EventReader<OrderBook> wrong = fixture.Watch(KanaTopics.OrderBook, "14");
        string expected = $"no bridge publishes orderbook/14 at {fixture.Broker.Watch("simulator")} (there: kana/simulator has live_funding_rate)";
        Assert.Equal(expected, await BridgeFixture.ReasonAsync(wrong, expected));
    }

    [Fact]
    public async Task A_bridge_of_a_later_version_ends_the_feed_with_an_error_that_says_so()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        await using RawClient client = await RawClient.ConnectAsync(fixture.Broker);
        await client.AnswerAsync("kana-ask.simulator.live_funding_rate", """{"format":2,"bridge":"b","version":"9.9.9","term":1,"sequence":0}""");
        await using EventReader<FundingRate> reader = fixture.Watch(KanaTopics.FundingRates);
        FaultNotice fault = await reader.NoticeAsync<FaultNotice>();
        Assert.Equal(KanaErrorKind.RecordingFormat, fault.Error.Kind);
        Assert.Contains("9.9.9", fault.Error.Message, StringComparison.Ordinal);
    }
}
