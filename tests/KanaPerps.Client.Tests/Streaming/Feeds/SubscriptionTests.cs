using KanaPerps.Simulator;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

/// <summary>Subscriptions that the network tears apart: one socket, one subscription, no more and no less.</summary>
public sealed class SubscriptionTests
{
    private static readonly string[] s_markets = ["14", "15", "16", "31"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_loss_before_the_first_message_leaves_exactly_one_subscription(bool hasSubscribed)
    {
        await using StreamFixture fixture = new();
        await using EventReader<FundingRate> log = fixture.Watch(KanaTopics.FundingRates);
        for (int i = 0; i < 2; i++)
        {
            ScriptedWebSocket lost = hasSubscribed ? await fixture.Server.AcceptSubscriberAsync() : await fixture.Server.AcceptWebSocketAsync();
            lost.Drop();
            await lost.EndAsync();
        }

        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await socket.SendTextAsync(Messages.Funding(1));
        await log.RowsAsync();
        log.Subscription.CloseNow();

        // It said nothing but the subscription that was read above.
        await socket.EndAsync();
        await Assert.ThrowsAnyAsync<Exception>(socket.NextTextAsync);
        Assert.Equal(3, fixture.Server.ConnectionCount);
        Assert.Single(log.All.SelectMany(e => e.Items));
        Assert.Equal(2, log.Notices.OfType<ReconnectingNotice>().Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reset_while_the_handshake_is_held_up_leaves_exactly_one_subscription_at_the_exchange(bool toServer)
    {
        await using SimulatedExchange exchange = SimulatedExchange.Start(new SimulatorOptions { Manual = true });
        await using FaultProxy proxy = new(exchange.WebSocketUri);
        await using ConnectionManager manager = new(StreamFixture.Fast with { DialTimeout = TimeSpan.FromSeconds(60), KeepAliveInterval = TimeSpan.FromSeconds(60) });
        await using EventReader<OrderBook> log = new(manager.Subscribe(proxy.Endpoint, KanaTopics.OrderBook, "14"));
        await log.RowsAsync();

        // The next connection gets as far as the fault lets it, and no further: then it is lost too.
        (proxy.Settings.BlackHoleToServer, proxy.Settings.BlackHoleToClient) = (toServer, !toServer);
        proxy.ResetAll();
        await log.NoticeAsync<ReconnectingNotice>();
        await Eventually.HoldsAsync(() => proxy.AcceptedCount == 2);
        proxy.ResetAll();
        proxy.Settings.Heal();
        await log.NoticeAsync<ReconnectedNotice>();
        await exchange.WaitForConnectionCountAsync(1, TestContext.Current.CancellationToken).InTime();

        Assert.Equal(("orderbook", "14"), exchange.Subscriptions.Select(s => (s.Topic, s.Key)).Single());
        Assert.Single(log.Notices.OfType<ReconnectedNotice>());
    }

    [Fact]
    public async Task A_thousand_watchers_that_come_and_go_through_reconnects_leave_nothing_and_double_nothing()
    {
        await using SimulatedExchange exchange = SimulatedExchange.Start(new SimulatorOptions { Rate = 50 });
        await using FaultProxy proxy = new(exchange.WebSocketUri);
        BentTime time = new(speed: 10);
        await using ConnectionManager manager = new(StreamFixture.Fast with { Linger = TimeSpan.FromMilliseconds(200) }, time);
        List<EventReader<OrderBook>> steady = [.. s_markets.Select(m => new EventReader<OrderBook>(manager.Subscribe(proxy.Endpoint, KanaTopics.OrderBook, m)))];
        using CancellationTokenSource calm = new();
        Task storm = ResetAgainAndAgainAsync(proxy, calm.Token);

        await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (i, _) =>
        {
            EventReader<OrderBook> brief = new(manager.Subscribe(proxy.Endpoint, KanaTopics.OrderBook, s_markets[i % s_markets.Length]));
            await (i % 3 == 0 ? brief.RowsAsync() : Task.CompletedTask);
            brief.Subscription.CloseNow();
            await brief.EndAsync();
        });

        await calm.CancelAsync();
        await storm;
        await Eventually.HoldsAsync(() => manager.GetConnections().All(c => c.Healthy));
        await Eventually.HoldsAsync(() => exchange.Subscriptions.Select(s => s.Key!).Order(StringComparer.Ordinal).SequenceEqual(s_markets));
        await exchange.WaitForConnectionCountAsync(s_markets.Length, TestContext.Current.CancellationToken).InTime();
        Assert.Equal(s_markets.Length, manager.GetConnections().Count);
        Assert.All(manager.GetConnections(), c => Assert.Equal(1, c.Subscribers));

        steady.ForEach(s => s.Subscription.CloseNow());
        Assert.Empty(manager.GetConnections());
        await exchange.WaitForConnectionCountAsync(0, TestContext.Current.CancellationToken).InTime();
    }

    private static async Task ResetAgainAndAgainAsync(FaultProxy proxy, CancellationToken calm)
    {
        while (!calm.IsCancellationRequested)
        {
            proxy.ResetAll();
            await Schedule.PauseAsync(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }
    }
}
