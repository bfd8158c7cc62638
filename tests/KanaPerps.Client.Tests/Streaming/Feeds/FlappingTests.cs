using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

/// <summary>Servers that take connections and drop them again.</summary>
public sealed class FlappingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.15)]
    [InlineData(3)]
    public async Task A_server_that_drops_each_connection_is_dialled_six_times_at_most_in_ten_seconds(double life)
    {
        // The defaults, by a clock that makes ten seconds pass in one.
        BentTime time = new(speed: 10);
        await using StreamFixture fixture = new(new StreamOptions(), time);
        await using EventReader<FundingRate> log = fixture.Watch(KanaTopics.FundingRates);
        int dials = 0;
        using CancellationTokenSource tenSeconds = new(Timeout.InfiniteTimeSpan, time);
        try
        {
            while (true)
            {
                ScriptedConnection connection = await fixture.Server.AcceptUntilAsync(tenSeconds.Token);
                if (dials++ == 0)
                {
                    tenSeconds.CancelAfter(TimeSpan.FromSeconds(10));
                }

                ScriptedWebSocket socket = await connection.UpgradeAsync();
                await Task.Delay(TimeSpan.FromSeconds(life), time, tenSeconds.Token);
                socket.Drop();
            }
        }
        catch (OperationCanceledException)
        {
            // The ten seconds since the first dial are over.
        }

        Assert.InRange(dials, 2, 6);
        int[] attempts = [.. log.Notices.OfType<ReconnectingNotice>().Select(n => n.Attempt)];
        Assert.Equal(Enumerable.Range(1, attempts.Length), attempts);
    }

    [Fact]
    public async Task Twenty_feeds_lost_at_once_dial_within_the_budget_of_their_host()
    {
        const int Feeds = 20;
        BentTime time = new();
        await using StreamFixture fixture = new(StreamFixture.Fast, time);
        List<EventReader<OrderBook>> logs = [.. Enumerable.Range(1, Feeds).Select(i => fixture.Watch(KanaTopics.OrderBook, $"{i}"))];
        List<ScriptedWebSocket> sockets = [];
        for (int i = 0; i < Feeds; i++)
        {
            sockets.Add(await fixture.Server.AcceptSubscriberAsync());
        }

        // Each feed has two dials left of its own three: forty, of which the host's budget has twenty at once.
        sockets.ForEach(s => s.Reset());
        for (int dial = Feeds + 1; dial <= Feeds * 3; dial++)
        {
            (await fixture.Server.AcceptWebSocketAsync()).Drop();

            // A timer counts whole milliseconds and may come one early.
            double allowed = 40 + ((time.Elapsed.TotalSeconds + 0.005) * 10);
            Assert.True(dial <= allowed, $"dial {dial} came after {time.Elapsed}");
        }

        Assert.True(time.Elapsed >= TimeSpan.FromSeconds(1.99), $"{time.Elapsed}");
        Assert.All(logs, l => Assert.NotEmpty(l.Notices.OfType<ReconnectingNotice>()));
    }

    [Fact]
    public async Task Watchers_who_left_before_their_turn_do_not_delay_those_who_come_later()
    {
        await using StreamFixture fixture = new();
        for (int i = 0; i < 1000; i++)
        {
            fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.OrderBook, $"{i}").CloseNow();
        }

        // A thousand dials would take the host's budget 96 seconds, far more than a test waits.
        await using EventReader<FundingRate> log = fixture.Watch(KanaTopics.FundingRates);
        using CancellationTokenSource end = new();
        Task answering = AnswerAllAsync(fixture.Server, end.Token);
        await log.NoticeAsync<ConnectedNotice>();

        Assert.Single(fixture.Manager.GetConnections());
        await end.CancelAsync();
        await answering;
    }

    // Those who left in the middle of their dial may still come to the door.
    private static async Task AnswerAllAsync(ScriptedServer server, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                await (await server.AcceptUntilAsync(end)).UpgradeAsync();
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // He is gone, or the test is over.
            }
        }
    }
}
