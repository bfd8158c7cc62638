using KanaPerps.Bridging;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Nats.Tests;

/// <summary>Feeds that come from a bridge, as their watchers see them.</summary>
public sealed class WatchTests
{
    private const string Account = "0x0000000000000000000000000000000000000000000000000000000000000a11";

    [Fact]
    public async Task A_watcher_gets_the_present_state_first_and_then_what_the_venue_sends()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        (_, ScriptedWebSocket socket) = await fixture.ConnectedBridgeAsync();
        await socket.SendTextAsync(Messages.Funding(1));
        await StreamDump.HasAsync(fixture.Broker, "kana.simulator.live_funding_rate", Messages.Funding(1));

        await using EventReader<FundingRate> reader = fixture.Watch(KanaTopics.FundingRates);
        await reader.NextNoticeAsync<ConnectedNotice>();
        FundingRate first = (await reader.NextRowsAsync()).Single();
        Assert.Equal((1m, "Simulator"), (first.Rate, first.Network));
        await socket.SendTextAsync(Messages.Funding(2));
        Assert.Equal(2, (await reader.NextRowsAsync()).Single().Rate);
        Assert.Equal(1, fixture.Venue.ConnectionCount);
    }

    [Fact]
    public async Task What_the_venue_sends_wrongly_and_what_it_repeats_is_told_as_to_a_watcher_of_the_venue()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        ConnectionManager direct = fixture.NewManager();
        await using EventReader<Fill> beside = new(direct.Subscribe(fixture.Options().Endpoint, KanaTopics.Fills, Account));
        ScriptedWebSocket toBeside = await fixture.Venue.AcceptSubscriberAsync();
        (_, ScriptedWebSocket toBridge) = await fixture.ConnectedBridgeAsync(fixture.Options((KanaTopics.Fills, Account)));
        await using EventReader<Fill> reader = fixture.Watch(KanaTopics.Fills, Account);
        await reader.NextNoticeAsync<ConnectedNotice>();
        await beside.NextNoticeAsync<ConnectedNotice>();

        // A list, one that goes on, nonsense, a list with a gap before it, an older one, an odd row, a line break.
        foreach (string text in new[] { Messages.FillsBetween(1, 5), Messages.FillsBetween(3, 8), "no JSON", Messages.FillsBetween(20, 24), Messages.FillsBetween(19, 22), Messages.Fills(25).Replace("\"price\":1", "\"price\":\"x\"", StringComparison.Ordinal), Messages.Fills(24, 26).Replace(",", ",\n", StringComparison.Ordinal) })
        {
            await toBeside.SendTextAsync(text);
            await toBridge.SendTextAsync(text);
        }

        await beside.RowAsync(f => f.OrderId == "26");
        await reader.RowAsync(f => f.OrderId == "26");
        Assert.Equal(beside.All.Select(Say), reader.All.Select(Say));
        Assert.Contains(reader.Notices, n => n is GapNotice);
        Assert.Contains(reader.Notices, n => n is BadMessageNotice);
    }

    [Fact]
    public async Task A_lost_connection_of_the_bridge_is_told_to_its_watchers_with_its_length_and_whether_rows_may_be_missing()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        (_, ScriptedWebSocket socket) = await fixture.ConnectedBridgeAsync(fixture.Options((KanaTopics.Fills, Account)));
        ConnectionManager manager = fixture.NewManager();
        await using EventReader<Fill> reader = fixture.Watch(KanaTopics.Fills, Account, manager);
        await reader.NextNoticeAsync<ConnectedNotice>();
        await socket.SendTextAsync(Messages.FillsBetween(1, 5));
        await reader.RowsAsync();
        socket.Drop();
        ReconnectingNotice loss = await reader.NextNoticeAsync<ReconnectingNotice>();
        Assert.True(loss.IsWarning);
        Assert.Equal(("the connection ended without a close frame", "nats"), (loss.Reason, loss.Feed.Endpoint.WebSocket.Scheme));
        Assert.Equal((ConnectionState.Backoff, false), (manager.GetConnections().Single().State, manager.GetConnections().Single().Healthy));

        // A watcher that comes now is told the same, and gets no old list for a new one.
        await using EventReader<Fill> late = fixture.Watch(KanaTopics.Fills, Account);
        await late.NextNoticeAsync<ConnectedNotice>();
        Assert.Equal(loss.Reason, (await late.NextNoticeAsync<ReconnectingNotice>()).Reason);

        socket = await fixture.Venue.AcceptSubscriberAsync();
        await socket.SendTextAsync(Messages.FillsBetween(3, 7));
        Assert.Equal(Completeness.Proven, (await reader.NoticeAsync<ReconnectedNotice>()).Completeness);
        Assert.Equal(["6", "7"], (await reader.RowsAsync()).Select(f => f.OrderId).Order());
        Assert.Equal(5, (await late.RowsAsync()).Count);
        Assert.True(manager.GetConnections().Single().Healthy);

        socket.Drop();
        await reader.NextNoticeAsync<ReconnectingNotice>();
        socket = await fixture.Venue.AcceptSubscriberAsync();
        await socket.SendTextAsync(Messages.FillsBetween(20, 24));
        Assert.Equal(Completeness.PossibleGap, (await reader.NoticeAsync<ReconnectedNotice>()).Completeness);
    }

    [Fact]
    public async Task All_feeds_of_a_process_share_one_connection_to_the_broker_which_goes_with_the_last_of_them()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        await fixture.BridgeAsync(fixture.Options((KanaTopics.OrderBook, "14"), (KanaTopics.OrderBook, "15"), (KanaTopics.FundingRates, null)));
        ConnectionManager manager = fixture.NewManager();
        await using (EventReader<OrderBook> book = fixture.Watch(KanaTopics.OrderBook, "14", manager))
        await using (EventReader<OrderBook> other = fixture.Watch(KanaTopics.OrderBook, "15", manager))
        await using (EventReader<FundingRate> rates = fixture.Watch(KanaTopics.FundingRates, null, manager))
        {
            await book.NoticeAsync<ConnectedNotice>();
            await other.NoticeAsync<ConnectedNotice>();
            await rates.NoticeAsync<ConnectedNotice>();
            Assert.Equal(1, (await fixture.Broker.ClientsAsync()).Count(c => c == "KanaPerps watcher"));
        }

        await manager.CloseUnusedAsync();
        await Eventually.HoldsAsync(() => !fixture.Broker.ClientsAsync().GetAwaiter().GetResult().Contains("KanaPerps watcher"));
    }

    [Fact]
    public async Task Without_a_bridge_the_loss_names_the_feed_and_a_bridge_that_comes_makes_it_good()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        await using EventReader<FundingRate> reader = fixture.Watch(KanaTopics.FundingRates);
        ReconnectingNotice loss = await reader.NextNoticeAsync<ReconnectingNotice>();
        Assert.Equal((KanaErrorKind.ConnectFailed, $"no bridge publishes live_funding_rate at {fixture.Broker.Watch("simulator")} (Start-KanaBridge starts one)"), (loss.Kind, loss.Reason));
        await fixture.BridgeAsync();
        await (await fixture.Venue.AcceptSubscriberAsync()).SendTextAsync(Messages.Funding(1));
        await reader.RowAsync(r => r.Rate == 1);
    }

    [Fact]
    public async Task Without_a_bridge_the_loss_names_what_the_bridges_of_the_broker_do_publish()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        await fixture.BridgeAsync(fixture.Options([.. Enumerable.Range(14, 7).Select(i => ((Topic)KanaTopics.OrderBook, (string?)$"{i}"))]));
        await fixture.BridgeAsync(new() { Server = fixture.Broker.Address, Prefix = "desk", Endpoint = fixture.Options().Endpoint, Feeds = [(KanaTopics.FundingRates, null)], Times = BridgeFixture.Quick });
        string server = fixture.Broker.Address.ToString();
        async Task IsToldAsync(string place, string found)
        {
            string expected = $"no bridge publishes live_funding_rate at {server}{place} (there: {found})";
            await using EventReader<FundingRate> reader = new(fixture.NewManager().Subscribe(KanaEndpoint.From(new($"{server}{place}")), KanaTopics.FundingRates, null));
            Assert.Equal(expected, await BridgeFixture.ReasonAsync(reader, expected));
        }

        string books = "kana/simulator has orderbook/14, orderbook/15, orderbook/16, orderbook/17, and 3 more";
        await Task.WhenAll(
            IsToldAsync("kana/simulator", $"{books}; desk/simulator has live_funding_rate"),
            IsToldAsync("dsk/simulator", $"desk/simulator has live_funding_rate; {books}"),
            IsToldAsync("desk/mainnet", $"desk/simulator has live_funding_rate; {books}"));
    }

    [Fact]
    public async Task A_message_of_another_program_on_the_subject_is_told_and_changes_nothing()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        (_, ScriptedWebSocket socket) = await fixture.ConnectedBridgeAsync();
        await using EventReader<FundingRate> reader = fixture.Watch(KanaTopics.FundingRates);
        await reader.NextNoticeAsync<ConnectedNotice>();
        await socket.SendTextAsync(Messages.Funding(1));
        await reader.RowsAsync();
        await using RawClient client = await RawClient.ConnectAsync(fixture.Broker);
        await client.PublishAsync("kana.simulator.live_funding_rate", Messages.Funding(666));

        BadMessageNotice told = await reader.NextNoticeAsync<BadMessageNotice>();
        Assert.Contains("another program has published it", told.Message, StringComparison.Ordinal);
        await socket.SendTextAsync(Messages.Funding(2));
        Assert.Equal(2, (await reader.NextRowsAsync()).Single().Rate);
    }

    private static string Say<T>(StreamEvent<T> e) => e.Notice is { } notice ? $"{notice.GetType().Name}: {(notice is ConnectedNotice or GapNotice or ReconnectedNotice ? "" : notice.Message)}" : string.Join(',', e.Items.Select(i => i is Fill fill ? fill.OrderId : $"{i}"));
}
