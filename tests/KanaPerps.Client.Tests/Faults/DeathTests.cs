using System.Diagnostics;
using System.Text;
using KanaPerps.Simulator;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;
using KanaPerps.Transport;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Faults;

/// <summary>Connections that die without a word, and such that only seem to.</summary>
public sealed class DeathTests
{
    private static readonly StreamOptions s_watchful = FaultBench.Fast with
    {
        KeepAliveInterval = TimeSpan.FromMilliseconds(200),
        KeepAliveTimeout = TimeSpan.FromMilliseconds(800),
        DialTimeout = TimeSpan.FromMilliseconds(500),
    };

    public static TheoryData<string, byte[]> HalfMessages => new()
    {
        { @"half\u001B", [.. Frame.OfText("half\u001b", isFinal: false)] },
        // The framework gives out no byte of a frame that is not whole.
        { "", [.. Frame.Head(Frame.Text, 100), .. "half\u001b"u8] },
        { @"half\u001B", [.. Frame.OfText("half\u001b", isFinal: false), .. Frame.OfClose(1001)] },
        { @"half\u001B", [.. Frame.OfText("half\u001b", isFinal: false), .. Frame.Make(0x3, "x"u8)] },
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
        await using EventLog<OrderBook> log = new(manager.Subscribe(proxy.Endpoint, KanaTopics.OrderBook, "14"));
        await log.RowsAsync();

        Stopwatch watch = Stopwatch.StartNew();
        (proxy.Settings.BlackHoleToClient, proxy.Settings.BlackHoleToServer) = (toClient, toServer);
        ReconnectingNotice loss = await log.NoticeAsync<ReconnectingNotice>();

        // The margin is for a machine that has other things to do.
        Assert.True(watch.Elapsed < s_watchful.KeepAliveInterval + s_watchful.KeepAliveTimeout + TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
        Assert.Equal("the peer answers no more pings", loss.Reason);
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
    public async Task A_book_that_stays_silent_on_a_living_connection_is_called_stale_once_until_the_next_message()
    {
        await using FaultBench bench = new(FaultBench.Fast with { StaleAfter = TimeSpan.FromMilliseconds(300), KeepAliveInterval = TimeSpan.FromMilliseconds(50) });
        await using EventLog<OrderBook> log = bench.Watch(KanaTopics.OrderBook, "14");
        ScriptedWebSocket socket = await bench.Server.AcceptSubscriberAsync();
        await socket.SendTextAsync(FaultBench.Book(1));

        Assert.True((await log.NoticeAsync<StaleNotice>()).Silence >= TimeSpan.FromMilliseconds(300));
        Assert.Equal((ConnectionState.Live, false), (bench.Status.State, bench.Status.Healthy));
        for (int i = 0; i < 10; i++)
        {
            await socket.NextPingAsync();
        }

        await socket.SendTextAsync(FaultBench.Book(2));
        await log.RowAsync(b => b.BestBid == 2);
        Assert.Single(log.All.TakeWhile(e => e.Items.Count == 0 || e.Items[0].BestBid != 2), e => e.Notice is StaleNotice);
        await log.NoticeAsync<StaleNotice>();
        Assert.Empty(log.Notices.OfType<ReconnectingNotice>());
        Assert.Equal(1, bench.Server.ConnectionCount);
    }

    [Fact]
    public async Task A_peer_that_never_pongs_is_kept_as_long_as_it_sends_data_and_lost_when_it_stops()
    {
        await using FaultBench bench = new(s_watchful with { KeepAliveTimeout = TimeSpan.FromSeconds(1) });
        (EventLog<FundingRate> log, ScriptedWebSocket socket) = await bench.LiveAsync();
        socket.AnswersPings = false;
        Stopwatch watch = Stopwatch.StartNew();
        for (int i = 2; watch.Elapsed < TimeSpan.FromSeconds(2.5); i++)
        {
            await socket.SendTextAsync(FaultBench.Rate(i));
            await log.RowAsync(r => r.Rate == i);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, bench.Server.ConnectionCount);
        Assert.Equal("the peer answers no more pings", (await log.NoticeAsync<ReconnectingNotice>()).Reason);
    }

    [Fact]
    public async Task A_flood_of_pings_changes_nothing()
    {
        await using FaultBench bench = new();
        byte[] flood = [.. Enumerable.Repeat(Frame.Make(Frame.Ping, "are you there?"u8), 20_000).SelectMany(f => f)];

        EventLog<FundingRate> log = await bench.SurviveAsync(s => s.SendRawAsync(flood));

        Assert.IsType<ConnectedNotice>(Assert.Single(log.Notices));
        Assert.Equal(2, bench.Status.Messages);
    }

    [Theory]
    [MemberData(nameof(HalfMessages))]
    public async Task A_message_cut_off_by_the_end_of_its_connection_is_told_before_the_loss_and_counted(string excerpt, byte[] bytes)
    {
        await using FaultBench bench = new();

        (_, EventLog<FundingRate> log) = await bench.LoseAsync(async socket =>
        {
            await socket.SendRawAsync(bytes);
            socket.EndSending();
        });

        StreamNotice[] notices = [.. log.Notices];
        BadMessageNotice partial = Assert.IsType<BadMessageNotice>(notices[1]);
        Assert.IsType<ReconnectingNotice>(notices[2]);
        Assert.Equal((BadMessageReason.PartialMessage, 1, excerpt), (partial.Reason, partial.Count, partial.Excerpt));
        Assert.StartsWith("the connection ended after ", partial.Detail, StringComparison.Ordinal);
        Assert.Equal(1, bench.Status.BadMessagesByReason[BadMessageReason.PartialMessage]);
    }

    [Fact]
    public async Task A_connection_that_ends_between_messages_leaves_no_partial_one()
    {
        await using FaultBench bench = new();

        (EventLog<FundingRate> log, ScriptedWebSocket socket) = await bench.LiveAsync();
        byte[] message = Encoding.UTF8.GetBytes(FaultBench.Rate(5));

        await socket.SendRawAsync([.. Frame.Make(Frame.Text, message.AsSpan(0, 10), isFinal: false), .. Frame.Make(Frame.Continuation, message.AsSpan(10))]);
        await log.RowAsync(r => r.Rate == 5);
        await socket.SendCloseAsync(1001);

        await log.NoticeAsync<ReconnectingNotice>();
        Assert.Equal(0, bench.Status.BadMessages);
    }
}
