using System.Diagnostics;
using KanaPerps.Simulator;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;
using KanaPerps.Topics;
using KanaPerps.Transport;

namespace KanaPerps.Client.Tests.Transport;

/// <summary>Connections that die silently, and such that only seem to.</summary>
public sealed class KeepAliveTests
{
    private static readonly StreamOptions s_watchful = StreamFixture.Fast with
    {
        KeepAliveInterval = TimeSpan.FromMilliseconds(200),
        KeepAliveTimeout = TimeSpan.FromMilliseconds(800),
    };

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_black_hole_is_a_loss_within_a_ping_and_its_timeout(bool toClient, bool toServer)
    {
        await using SimulatedExchange exchange = SimulatedExchange.Start(new SimulatorOptions { Manual = true });
        await using FaultProxy proxy = new(exchange.WebSocketUri);
        await using ConnectionManager manager = new(s_watchful);
        await using EventReader<OrderBook> log = new(manager.Subscribe(proxy.Endpoint, KanaTopics.OrderBook, "14"));
        await log.RowsAsync();

        Stopwatch watch = Stopwatch.StartNew();
        (proxy.Settings.BlackHoleToClient, proxy.Settings.BlackHoleToServer) = (toClient, toServer);
        ReconnectingNotice loss = await log.NoticeAsync<ReconnectingNotice>();

        // The margin is for a machine that has other things to do.
        Assert.True(watch.Elapsed < s_watchful.KeepAliveInterval + s_watchful.KeepAliveTimeout + TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
        Assert.Equal("the server no longer answers pings", loss.Reason);
        TimeSpan unnoticed = watch.Elapsed;
        proxy.Settings.Heal();
        ReconnectedNotice again = await log.NoticeAsync<ReconnectedNotice>();
        Assert.True(again.Downtime >= unnoticed, $"{again.Downtime} is told, and nothing came for {unnoticed} before that was noticed.");
        await log.RowsAsync();
    }

    [Theory]
    [InlineData(20, 15)]
    [InlineData(2, 15)]
    [InlineData(30, 1)]
    public void A_ping_and_its_timeout_keep_their_times_although_the_framework_is_late_by_a_quarter(double interval, double timeout)
    {
        KeepAlive told = KeepAlive.For(new StreamOptions { KeepAliveInterval = TimeSpan.FromSeconds(interval), KeepAliveTimeout = TimeSpan.FromSeconds(timeout) }.ConnectionLimits);
        double lateness = Math.Min(told.Interval.TotalSeconds, told.Timeout.TotalSeconds) / 4;

        Assert.InRange(told.Interval.TotalSeconds + lateness, interval * 0.75, interval + 0.001);
        Assert.InRange(told.Timeout.TotalSeconds + lateness, timeout * 0.75, timeout + 0.001);
    }

    [Fact]
    public async Task A_peer_that_never_pongs_is_kept_as_long_as_it_sends_data_and_lost_when_it_stops()
    {
        // A ping is sent when there was no data for the whole interval, so a busy machine must not hold the messages up for longer than that.
        await using StreamFixture fixture = new(s_watchful with { KeepAliveInterval = TimeSpan.FromSeconds(4) });
        (EventReader<FundingRate> log, ScriptedWebSocket socket) = await fixture.LiveAsync();
        socket.AnswersPings = false;
        Stopwatch watch = Stopwatch.StartNew();
        for (int i = 2; watch.Elapsed < TimeSpan.FromSeconds(5.5); i++)
        {
            await socket.SendTextAsync(Messages.Funding(i));
            await log.RowAsync(r => r.Rate == i);
            await Schedule.PauseAsync(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, fixture.Server.ConnectionCount);
        Assert.Equal("the server no longer answers pings", (await log.NoticeAsync<ReconnectingNotice>()).Reason);
    }

    [Fact]
    public async Task A_flood_of_pings_changes_nothing()
    {
        await using StreamFixture fixture = new();
        byte[] flood = [.. Enumerable.Repeat(Frame.Make(Frame.Ping, "are you there?"u8), 20_000).SelectMany(f => f)];

        EventReader<FundingRate> log = await fixture.SurviveAsync(s => s.SendRawAsync(flood));

        Assert.IsType<ConnectedNotice>(Assert.Single(log.Notices));
        Assert.Equal(2, fixture.Status.Messages);
    }

    [Fact]
    public async Task A_quiet_connection_is_pinged_and_stays()
    {
        await using StreamFixture fixture = new(StreamFixture.Fast with { KeepAliveInterval = TimeSpan.FromMilliseconds(50) });

        await fixture.SurviveAsync(async socket =>
        {
            for (int i = 0; i < 3; i++)
            {
                await socket.NextPingAsync();
            }
        });
    }
}
