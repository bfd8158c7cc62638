using System.Globalization;
using System.IO.Compression;
using KanaPerps.Recording;
using KanaPerps.Simulator.Replay;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Simulator.Tests;

public sealed class RecordedReplayTests : IAsyncDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("kana-replay-").FullName, "rec");
    private readonly SimulatedExchange _exchange = SimulatedExchange.Start(Worlds.Manual);
    private readonly FaultProxy _proxy;
    private readonly ConnectionManager _live = new(StreamFixture.Fast);
    private readonly ConnectionManager _later = new(StreamFixture.Fast);

    public RecordedReplayTests()
    {
        _proxy = new FaultProxy(_exchange.WebSocketUri);
    }

    public async ValueTask DisposeAsync()
    {
        await _live.DisposeAsync();
        await _later.DisposeAsync();
        await _proxy.DisposeAsync();
        await _exchange.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
    }

    [Fact]
    public async Task A_watcher_of_a_replay_gets_the_rows_the_losses_and_the_gaps_that_a_live_watcher_got()
    {
        await using EventReader<Trade> trades = new(_live.Subscribe(_proxy.Endpoint, KanaTopics.RecentTrades, "14"));
        await using EventReader<OrderRecord> orders = new(_live.Subscribe(_proxy.Endpoint, KanaTopics.OrderHistory, SimulatorClient.Account));
        await trades.RowsAsync();
        await orders.RowsAsync();
        using Recorder recorder = Recorder.Start(
            _live,
            new RecorderOptions { Path = _path, Endpoint = _proxy.Endpoint, Feeds = [(KanaTopics.RecentTrades, "14"), (KanaTopics.OrderHistory, SimulatorClient.Account)] });
        await TradeWithLossesAsync(trades, orders);
        (int tradesBefore, int ordersBefore) = (Of(trades).Count, Of(orders).Count);

        // This waits for each feed to be done with its message or notice: what was counted has come to the recorder too.
        _ = _live.GetConnections();
        recorder.Stop(TimeSpan.FromSeconds(20));

        await using RecordingReplay replay = RecordedSteps.Open(_path).Replay(new ReplayOptions { Speed = 0, SubscriptionCount = 2 });
        await using EventReader<Trade> tradesAgain = new(_later.Subscribe(KanaEndpoint.From(replay.WebSocketUri), KanaTopics.RecentTrades, "14"));
        await using EventReader<OrderRecord> ordersAgain = new(_later.Subscribe(KanaEndpoint.From(replay.WebSocketUri), KanaTopics.OrderHistory, SimulatorClient.Account));
        await tradesAgain.EndAsync();
        await ordersAgain.EndAsync();

        AssertSame(Of(trades), Of(tradesAgain), tradesBefore);
        AssertSame(Of(orders), Of(ordersAgain), ordersBefore);
        Assert.Equal(ReplayState.Ended, replay.State);
    }

    [Fact]
    public async Task A_replay_from_the_middle_begins_with_what_the_feed_had_last()
    {
        await using EventReader<Trade> trades = new(_live.Subscribe(_proxy.Endpoint, KanaTopics.RecentTrades, "14"));
        await trades.RowsAsync();
        using (Recorder recorder = Recorder.Start(_live, new RecorderOptions { Path = _path, Endpoint = _proxy.Endpoint, Feeds = [(KanaTopics.RecentTrades, "14")] }))
        {
            for (int i = 0; i < 20; i++)
            {
                _exchange.Step(20);
                await trades.RowsAsync();
            }
        }

        StreamEvent<Trade>[] live = [.. trades.All.Where(e => e.Items.Count > 0)];
        DateTimeOffset middle = live[10].Items[^1].ReceivedAt;
        RecordedSteps steps = RecordedSteps.Open(_path);
        await using RecordingReplay replay = steps.Replay(new ReplayOptions { Speed = 0, From = middle });
        await using EventReader<Trade> again = new(_later.Subscribe(KanaEndpoint.From(replay.WebSocketUri), KanaTopics.RecentTrades, "14"));
        await again.EndAsync();

        // The list at that time as it was, with the rows of the messages before the middle, and then the news alone.
        StreamEvent<Trade>[] replayed = [.. again.All.Where(e => e.Items.Count > 0)];
        Assert.Equal(live[9].Items[^1].TransactionVersion, replayed[0].Items[^1].TransactionVersion);
        (ulong?, TradeSide?)[] news = [.. RowsOf(replayed.Skip(1))];
        Assert.True(news.Length > 20);

        // The live reader and the recorder end on their own, so either may have a little more.
        (ulong?, TradeSide?)[] newsLive = [.. RowsOf(live.Skip(10))];
        int both = Math.Min(news.Length, newsLive.Length);
        Assert.Equal(newsLive.Take(both), news.Take(both));
        Assert.True(steps.FirstAt <= live[1].Items[0].ReceivedAt && steps.LastAt >= live[20].Items[0].ReceivedAt);
        Assert.DoesNotContain(again.Notices, n => n.IsWarning);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("2026-11-25T21:30:00Z")]
    public async Task What_was_asked_at_the_start_is_answered_before_a_feed_is_subscribed_to_though_a_message_came_first(string? from)
    {
        const string Lines = """
            {"at":"2026-11-25T21:00:00.0000000Z","feed":"recent_trades/14","connection":1,"message":{"data":[]}}
            {"at":"2026-11-25T21:00:01.0000000Z","rest":"/getMarketInfo?marketId=14","message":{"data":[7]}}
            {"at":"2026-11-25T21:59:00.0000000Z","feed":"recent_trades/14","connection":1,"message":{"data":[]}}

            """;
        Directory.CreateDirectory(_path);
        await using (StreamWriter file = new(new GZipStream(File.Create(Path.Combine(_path, "2026-11-25T21.jsonl.gz")), CompressionMode.Compress)))
        {
            await file.WriteAsync(Lines);
        }

        DateTimeOffset? begin = from is null ? null : DateTimeOffset.Parse(from, CultureInfo.InvariantCulture);
        await using RecordingReplay replay = RecordedSteps.Open(_path).Replay(new ReplayOptions { From = begin });
        await replay.Ready;
        using HttpClient client = new();
        Assert.Equal("""{"data":[7]}""", await client.GetStringAsync(new Uri(replay.RestUri, "getMarketInfo?marketId=14"), TestContext.Current.CancellationToken));
    }

    private static IEnumerable<(ulong? Version, TradeSide? Side)> RowsOf(IEnumerable<StreamEvent<Trade>> events) =>
        events.SelectMany(e => e.Items).Select(row => (row.TransactionVersion, row.Side));

    private async Task TradeWithLossesAsync(EventReader<Trade> trades, EventReader<OrderRecord> orders)
    {
        for (int round = 0; round < 4; round++)
        {
            for (int i = 0; i < 10; i++)
            {
                _exchange.Step(10);
                await trades.RowsAsync();
            }

            _proxy.ResetAll();

            // With the last round's losses so much happens meanwhile that the lists can't reach back: gaps are to happen again, too.
            _exchange.Step(round < 3 ? 1 : 2_000);
            await trades.NoticeAsync<ReconnectedNotice>();
            await orders.NoticeAsync<ReconnectedNotice>();
        }
    }

    // Rows without what is of the time at which they were read, and what tells of losses and gaps.
    private static List<object> Of<T>(EventReader<T> reader)
        where T : VenueRow =>
    [
        .. reader.All.SelectMany(e => e.Notice switch
        {
            null => e.Items.Select(row => (object)(row with { ReceivedAt = default, Network = "" })),
            ReconnectingNotice { BeginsOutage: true } => ["lost"],
            ReconnectedNotice back => [$"back, {back.Completeness}"],

            // The rest of a message that a connection broke off is in no recording.
            BadMessageNotice { Reason: BadMessageReason.PartialMessage } => [],
            GapNotice or LaggedNotice or BadMessageNotice => [e.Notice.GetType().Name],
            _ => [],
        }),
    ];

    private static void AssertSame(List<object> live, List<object> again, int least)
    {
        Assert.Equal(live.Take(again.Count), again);
        Assert.True(again.Count >= least, $"{again.Count} of at least {least} came again");
    }
}
