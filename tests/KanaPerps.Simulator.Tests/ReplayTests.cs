using System.Net;
using System.Net.WebSockets;
using System.Text;
using KanaPerps.Recording;
using KanaPerps.Simulator.Replay;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;
using Microsoft.Extensions.Time.Testing;

namespace KanaPerps.Simulator.Tests;

public sealed class ReplayTests : IAsyncDisposable
{
    private const string Fills = "trade_history/0x0000000000000000000000000000000000000000000000000000000000000014";
    private const string Book = "orderbook/14";

    private static readonly DateTimeOffset s_start = new(2026, 11, 25, 3, 0, 0, TimeSpan.Zero);

    private readonly ConnectionManager _connections = new();
    private RecordingReplay? _replay;

    public async ValueTask DisposeAsync()
    {
        await _connections.DisposeAsync();
        await (_replay?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task A_watcher_gets_every_message_of_its_feed_in_order_and_then_ends_without_a_warning()
    {
        await using EventReader<Fill> reader = Watch(KanaTopics.Fills, "0x14", [.. Enumerable.Range(1, 500).Select(i => Message(i, Fills, Messages.FillsBetween(i, i + 1)))]);

        await reader.EndAsync();

        Assert.Equal(Enumerable.Range(1, 501).Select(i => $"{i}"), Rows(reader).Select(f => f.OrderId));
        Assert.Equal(["ConnectedNotice", "DisconnectedNotice"], reader.Notices.Select(n => n.GetType().Name));
        Assert.All(reader.Notices, n => Assert.False(n.IsWarning));
    }

    [Fact]
    public async Task A_loss_that_was_recorded_happens_again_and_costs_no_row_that_was_recorded()
    {
        await using EventReader<Fill> reader = Watch(
            KanaTopics.Fills,
            "0x14",
            Message(1, Fills, Messages.FillsBetween(1, 3)),
            Message(2, Fills, Messages.FillsBetween(1, 4)),
            new ReplayStep(ReplayStepKind.Loss, s_start.AddSeconds(3), Fills, 1, []),
            Message(60, Fills, Messages.FillsBetween(4, 6), connection: 2),
            Message(61, Fills, Messages.FillsBetween(9, 12), connection: 3));

        await reader.EndAsync();

        Assert.Equal(["1", "2", "3", "4", "5", "6", "9", "10", "11", "12"], Rows(reader).Select(f => f.OrderId));
        Assert.Equal([Completeness.Proven, Completeness.PossibleGap], reader.Notices.OfType<ReconnectedNotice>().Select(n => n.Completeness));
        Assert.Equal(2, reader.Notices.Count(n => n is ReconnectingNotice { BeginsOutage: true }));
    }

    [Fact]
    public async Task A_subscriber_first_gets_what_the_venue_would_have_sent_at_that_moment()
    {
        await using EventReader<Fill> reader = Watch(
            KanaTopics.Fills,
            "0x14",
            new ReplayStep(ReplayStepKind.Initial, s_start.AddHours(-1), Fills, 7, Utf8(Messages.FillsBetween(1, 3))),
            Message(1, Fills, Messages.FillsBetween(2, 4), connection: 7));

        Assert.Equal(3, (await reader.RowsAsync()).Count);
        Assert.Equal("4", Assert.Single(await reader.RowsAsync()).OrderId);
        await reader.EndAsync();
        Assert.DoesNotContain(reader.Notices, n => n is ReconnectingNotice);
    }

    [Fact]
    public async Task Whoever_subscribes_when_the_recording_has_ended_gets_the_last_message_and_then_the_end()
    {
        await using (EventReader<OrderBook> first = Watch(KanaTopics.OrderBook, "14", Message(1, Book, Messages.Book(5))))
        {
            await first.EndAsync();
        }

        await _replay!.Completion.InTime();
        await using EventReader<OrderBook> reader = Watch(KanaTopics.OrderBook, "14");

        Assert.Equal(5, Assert.Single(await reader.RowsAsync()).BestBid);
        await reader.EndAsync();
        Assert.Equal(ReplayState.Ended, _replay.State);
    }

    [Fact]
    public async Task The_clock_waits_for_as_many_subscriptions_as_were_asked_for_and_shows_recorded_time()
    {
        Start(new() { Speed = 0, SubscriptionCount = 2 }, Message(1, Book, Messages.Book(5)), Message(2, "orderbook/15", Messages.Book(6).Replace("\"14\"", "\"15\"", StringComparison.Ordinal)));
        await using EventReader<OrderBook> first = Watch(KanaTopics.OrderBook, "14");
        await first.NoticeAsync<ConnectedNotice>();
        await _replay!.WaitForConnectionCountAsync(1, TestContext.Current.CancellationToken).InTime();
        Assert.Equal((ReplayState.Waiting, null), (_replay.State, _replay.Position));

        await using EventReader<OrderBook> second = Watch(KanaTopics.OrderBook, "15");

        Assert.Equal(5, Assert.Single(await first.RowsAsync()).BestBid);
        Assert.Equal(6, Assert.Single(await second.RowsAsync()).BestBid);
        await _replay.Completion.InTime();
        Assert.Equal((ReplayState.Ended, s_start.AddSeconds(2)), (_replay.State, _replay.Position));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task Messages_come_at_the_pace_at_which_they_were_recorded_times_the_speed(double speed)
    {
        FakeTimeProvider time = new();
        Start(new() { Speed = speed }, time, Message(0, Book, Messages.Book(1)), Message(100, Book, Messages.Book(2, version: 2)));
        await using EventReader<OrderBook> reader = Watch(KanaTopics.OrderBook, "14");
        Assert.Equal(1, Assert.Single(await reader.RowsAsync()).BestBid);

        time.Advance(TimeSpan.FromSeconds((100 / speed) - 0.1));
        Assert.Equal(s_start, _replay!.Position);

        // The replay may have begun to wait only now, from the time that it is now.
        await Eventually.HoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(0.1));
            return Rows(reader).Count() > 1;
        });
        Assert.Equal(2, Rows(reader).Last().BestBid);
    }

    [Fact]
    public async Task A_loop_begins_again_with_the_same_rows_and_without_a_warning()
    {
        Start(new() { Speed = 0, Loop = true }, Message(1, Fills, Messages.FillsBetween(1, 3)), Message(2, Fills, Messages.FillsBetween(1, 4)));
        await using EventReader<Fill> reader = Watch(KanaTopics.Fills, "0x14");

        List<string?> rows = [];
        while (rows.Count < 10)
        {
            rows.AddRange((await reader.RowsAsync()).Select(f => f.OrderId));
        }

        Assert.Equal(["1", "2", "3", "4", "1", "2", "3", "4", "1", "2"], rows.Take(10));
        Assert.DoesNotContain(reader.Notices, n => n.IsWarning);
        Assert.True(_replay!.Rounds >= 2);
    }

    [Fact]
    public async Task Rest_answers_what_the_recording_has_and_says_what_it_does_not_have()
    {
        const string Answer = """{"success":true,"message":"ok","data":{"profileAddress":"0x2"}}""";
        Start(new(), new ReplayStep(ReplayStepKind.Rest, s_start, "getProfileAddress?userAddress=0x00A1", 0, Utf8(Answer)));
        using HttpClient http = new() { BaseAddress = _replay!.RestUri };

        await _replay.Ready.InTime();
        Assert.Equal(Answer, await http.GetStringAsync(new Uri("getProfileAddress?userAddress=0xa1", UriKind.Relative), TestContext.Current.CancellationToken));
        using HttpResponseMessage missing = await http.GetAsync(new Uri("getPositions?userAddress=0xa1", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task A_reader_that_is_slow_gets_every_message_because_the_clock_waits_for_it()
    {
        byte[] large = Utf8(new string(' ', 200_000) + Messages.Book(1));
        Start(new() { Speed = 0 }, [.. Enumerable.Range(1, 200).Select(i => new ReplayStep(ReplayStepKind.Message, s_start.AddSeconds(i), Book, 1, large))]);
        using ClientWebSocket socket = new();
        await socket.ConnectAsync(_replay!.WebSocketUri, TestContext.Current.CancellationToken);
        await socket.SendAsync(Utf8("""{"topic":"orderbook","market_id":"14"}"""), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => _replay.Position > s_start.AddSeconds(20));
        Assert.Equal(ReplayState.Playing, _replay.State);

        long received = 0;
        byte[] buffer = new byte[64 * 1024];
        while (await socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken) is { MessageType: not WebSocketMessageType.Close } result)
        {
            received += result.Count;
        }

        Assert.Equal((200L * large.Length, 4100), (received, (int?)socket.CloseStatus));
    }

    private static ReplayStep Message(double second, string feed, string text, long connection = 1) =>
        new(ReplayStepKind.Message, s_start.AddSeconds(second), feed, connection, Utf8(text));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static IEnumerable<T> Rows<T>(EventReader<T> reader) => reader.All.SelectMany(e => e.Items);

    private void Start(ReplayOptions options, params ReplayStep[] steps) => Start(options, TimeProvider.System, steps);

    private void Start(ReplayOptions options, TimeProvider time, params ReplayStep[] steps) => _replay = new RecordingReplay(options, _ => steps, time);

    // As fast as it goes, from a replay of these steps, or from the one that runs.
    private EventReader<T> Watch<T>(Topic<T> topic, string key, params ReplayStep[] steps)
    {
        if (_replay is null)
        {
            Start(new() { Speed = 0 }, steps);
        }

        return new(_connections.Subscribe(KanaEndpoint.From(_replay!.WebSocketUri), topic, key));
    }
}
