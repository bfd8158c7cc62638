using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

/// <summary>Who joins a feed that others watch gets what is known, with what is wrong with it; a snapshot is the venue's own or none.</summary>
public sealed class LatecomerTests
{
    private static readonly SubscriptionOptions s_snapshot = new() { Snapshot = true };

    [Fact]
    public async Task Joining_a_feed_that_waits_to_dial_again_is_told_so_and_a_snapshot_waits_for_the_venue()
    {
        WatchedTime time = new();
        await using StreamFixture fixture = new(StreamFixture.Fast with { BackoffBase = TimeSpan.FromSeconds(15), BackoffMax = TimeSpan.FromSeconds(15) }, time);
        (EventReader<FundingRate> first, ScriptedWebSocket socket) = await fixture.LiveAsync();
        socket.Drop();
        await first.NoticeAsync<ReconnectingNotice>();

        using Subscription<FundingRate> watcher = fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.FundingRates);
        using EventReader<FundingRate> snapshot = new(fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.FundingRates, options: s_snapshot));

        Assert.Equal(["1", nameof(ReconnectingNotice)], Read(watcher));
        Assert.Empty(snapshot.All);

        // The snapshot makes the feed dial at once, so the time stands still.
        ScriptedWebSocket next = await fixture.Server.AcceptSubscriberAsync();
        await next.SendTextAsync(Messages.Funding(2));

        await snapshot.NextNoticeAsync<ReconnectedNotice>();
        FundingRate row = Assert.Single(await snapshot.NextRowsAsync());
        Assert.Equal((2m, RowChange.Current), (row.Rate, row.Change));
    }

    [Fact]
    public async Task A_snapshot_asks_the_venue_at_once_however_long_the_feed_would_have_waited_to_dial_again()
    {
        await using StreamFixture fixture = new(StreamFixture.Fast with { BackoffBase = TimeSpan.FromDays(1), BackoffMax = TimeSpan.FromDays(1) });
        (EventReader<FundingRate> first, ScriptedWebSocket socket) = await fixture.LiveAsync();
        socket.Drop();
        await first.NoticeAsync<ReconnectingNotice>();

        using EventReader<FundingRate> snapshot = new(fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.FundingRates, options: s_snapshot));
        await (await fixture.Server.AcceptSubscriberAsync()).SendTextAsync(Messages.Funding(2));

        await snapshot.NextNoticeAsync<ReconnectedNotice>();
        Assert.Equal(2, Assert.Single(await snapshot.NextRowsAsync()).Rate);
    }

    [Fact]
    public async Task A_venue_that_asked_for_time_gets_it_whoever_waits()
    {
        WatchedTime time = new();
        await using StreamFixture fixture = new(StreamFixture.Fast, time);
        using Subscription<FundingRate> first = fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.FundingRates);
        await fixture.Server.AnswerAsync("503 Service Unavailable", "Retry-After: 60\r\n");

        await time.TimerAsync(TimeSpan.FromSeconds(60));
        using Subscription<FundingRate> snapshot = fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.FundingRates, options: s_snapshot);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal((1, ConnectionState.Backoff), (fixture.Server.ConnectionCount, fixture.Status.State));
        time.Advance(TimeSpan.FromSeconds(1));
        (await fixture.Server.AcceptAsync()).Dispose();
    }

    [Fact]
    public async Task A_snapshot_of_a_feed_that_is_silent_sends_the_subscription_again()
    {
        await using StreamFixture fixture = new(StreamFixture.Fast with { FirstMessageTimeout = TimeSpan.FromMilliseconds(100), StaleAfter = TimeSpan.FromMilliseconds(200) });
        await using EventReader<OrderBook> first = new(fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.OrderBook, "14"));
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await socket.SendTextAsync(Messages.Book(1));
        await first.NoticeAsync<StaleNotice>();

        using Subscription<OrderBook> snapshot = fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.OrderBook, "14", s_snapshot);

        Assert.Contains("orderbook", await socket.NextTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Joining_a_book_that_stands_still_is_told_before_it()
    {
        WatchedTime time = new();
        await using StreamFixture fixture = new(time: time);
        await using EventReader<OrderBook> first = new(fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.OrderBook, "14"));
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        for (int i = 0; i < 3; i++)
        {
            await socket.SendTextAsync(Messages.Book(1));
            await first.RowsAsync();
            time.Advance(TimeSpan.FromSeconds(16));
        }

        using Subscription<OrderBook> late = fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.OrderBook, "14");
        using Subscription<OrderBook> snapshot = fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.OrderBook, "14", s_snapshot);

        Assert.Equal([nameof(StandstillNotice), "1"], Read(late));
        Assert.Equal([nameof(StandstillNotice), "1"], Read(snapshot));
    }

    [Fact]
    public async Task Joining_while_the_next_dial_is_under_way_is_told_of_the_loss_before_it()
    {
        await using StreamFixture fixture = new();
        (_, ScriptedWebSocket socket) = await fixture.LiveAsync();
        socket.Drop();
        using ScriptedConnection unanswered = await fixture.Server.AcceptAsync();
        Assert.Equal(ConnectionState.Connecting, fixture.Status.State);

        using Subscription<FundingRate> watcher = fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.FundingRates);
        using Subscription<FundingRate> snapshot = fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.FundingRates, options: s_snapshot);

        Assert.Equal(["1", nameof(ReconnectingNotice)], Read(watcher));
        Assert.Empty(Read(snapshot));
    }

    [Fact]
    public async Task A_snapshot_that_waits_is_told_when_the_venue_cannot_be_reached()
    {
        await using StreamFixture fixture = new();
        (_, ScriptedWebSocket socket) = await fixture.LiveAsync();
        socket.Drop();
        ScriptedConnection dialled = await fixture.Server.AcceptAsync();
        using EventReader<FundingRate> snapshot = new(fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.FundingRates, options: s_snapshot));

        dialled.Dispose();

        await snapshot.NextNoticeAsync<ReconnectingNotice>();
    }

    [Fact]
    public async Task Joining_a_feed_that_is_subscribed_and_silent_is_told_that_nothing_came()
    {
        await using StreamFixture fixture = new(StreamFixture.Fast with { FirstMessageTimeout = TimeSpan.FromMilliseconds(100) });
        await using EventReader<Position> first = new(fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.Positions, "0x1"));
        await fixture.Server.AcceptSubscriberAsync();
        await fixture.Server.AcceptSubscriberAsync();
        NoFirstMessageNotice told = await first.NoticeAsync<NoFirstMessageNotice>();

        using EventReader<Position> late = fixture.Watch(KanaTopics.Positions, "0x1");

        await late.NextNoticeAsync<ConnectedNotice>();
        Assert.True((await late.NextNoticeAsync<NoFirstMessageNotice>()).Waited >= told.Waited);
    }

    [Fact]
    public async Task Joining_a_stale_book_is_told_and_a_snapshot_waits_for_the_next_one()
    {
        await using StreamFixture fixture = new(StreamFixture.Fast with { StaleAfter = TimeSpan.FromMilliseconds(200) });
        await using EventReader<OrderBook> first = new(fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.OrderBook, "14"));
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await socket.SendTextAsync(Messages.Book(1));
        StaleNotice told = await first.NoticeAsync<StaleNotice>();

        using EventReader<OrderBook> late = fixture.Watch(KanaTopics.OrderBook, "14");
        using EventReader<OrderBook> snapshot = fixture.Watch(KanaTopics.OrderBook, "14", s_snapshot);

        Assert.Equal(1, Assert.Single(await late.NextRowsAsync()).BestBid);
        Assert.True((await late.NextNoticeAsync<StaleNotice>()).Silence >= told.Silence);
        await snapshot.NextNoticeAsync<StaleNotice>();
        await socket.SendTextAsync(Messages.Book(2));
        Assert.Equal(2, Assert.Single(await snapshot.NextRowsAsync()).BestBid);
    }

    [Fact]
    public async Task A_snapshot_of_a_warm_history_is_the_venues_list_of_the_moment()
    {
        await using StreamFixture fixture = new();
        using EventReader<Fill> first = fixture.Watch(KanaTopics.Fills, "0x1");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await first.NextNoticeAsync<ConnectedNotice>();
        for (int i = 1; i <= 46; i += 9)
        {
            await socket.SendTextAsync(Messages.FillsBetween(i, i + 9));
            await first.NextRowsAsync();
        }

        using EventReader<Fill> snapshot = fixture.Watch(KanaTopics.Fills, "0x1", s_snapshot);

        Assert.Equal(Enumerable.Range(46, 10).Select(i => $"{i}"), (await snapshot.NextRowsAsync()).Select(f => f.OrderId));
    }

    [Fact]
    public async Task A_snapshot_that_waited_for_a_history_gets_the_whole_list_and_the_watcher_what_is_new_in_it()
    {
        await using StreamFixture fixture = new();
        using EventReader<Fill> first = fixture.Watch(KanaTopics.Fills, "0x1");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await first.NextNoticeAsync<ConnectedNotice>();
        await socket.SendTextAsync(Messages.FillsBetween(1, 5));
        await first.NextRowsAsync();
        socket.Drop();
        ScriptedWebSocket next = await fixture.Server.AcceptSubscriberAsync();
        using EventReader<Fill> snapshot = fixture.Watch(KanaTopics.Fills, "0x1", s_snapshot);

        await next.SendTextAsync(Messages.FillsBetween(3, 7));

        await snapshot.NextNoticeAsync<ReconnectedNotice>();
        Assert.Equal(["3", "4", "5", "6", "7"], (await snapshot.NextRowsAsync()).Select(f => f.OrderId));
        await first.NextNoticeAsync<ReconnectingNotice>();
        await first.NextNoticeAsync<ReconnectedNotice>();
        Assert.Equal(["6", "7"], (await first.NextRowsAsync()).Select(f => f.OrderId));
    }

    [Fact]
    public async Task What_was_wrong_with_the_last_list_is_told_before_it()
    {
        await using StreamFixture fixture = new();
        using EventReader<FundingRate> first = fixture.WatchFunding();
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await first.NextNoticeAsync<ConnectedNotice>();
        await socket.SendTextAsync("""{"data":[{"market_id":"14","funding_rate":"1"},{"market_id":"15","funding_rate":"much"}],"message":"live_funding_rate"}""");
        await first.NextNoticeAsync<BadMessageNotice>();
        await first.NextRowsAsync();

        using Subscription<FundingRate> late = fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.FundingRates);

        Assert.Equal([nameof(BadMessageNotice), "1"], Read(late));
    }

    [Fact]
    public async Task The_same_address_under_two_names_makes_objects_of_each_name()
    {
        await using StreamFixture fixture = new();
        KanaEndpoint named = KanaEndpoint.From(fixture.Server.Endpoint.WebSocket, KanaNetwork.Simulator);
        using EventReader<FundingRate> byAddress = fixture.WatchFunding();
        await (await fixture.Server.AcceptSubscriberAsync()).SendTextAsync(Messages.Funding(1));
        using EventReader<FundingRate> byName = new(fixture.Manager.Subscribe(named, KanaTopics.FundingRates));
        await (await fixture.Server.AcceptSubscriberAsync()).SendTextAsync(Messages.Funding(1));

        await byAddress.NextNoticeAsync<ConnectedNotice>();
        await byName.NextNoticeAsync<ConnectedNotice>();
        Assert.Equal(fixture.Server.Endpoint.Name, Assert.Single(await byAddress.NextRowsAsync()).Network);
        Assert.Equal("Simulator", Assert.Single(await byName.NextRowsAsync()).Network);
        Assert.Equal(named, Assert.Single(byName.Subscription.Feeds).Endpoint);
    }

    // What there is to read at once: the number of rows of a delivery, or a notice's name.
    private static string[] Read<T>(Subscription<T> subscription)
    {
        List<string> read = [];
        while (subscription.TryRead(out StreamEvent<T> next))
        {
            read.Add(next.Notice?.GetType().Name ?? $"{next.Items.Count}");
        }

        return [.. read];
    }
}
