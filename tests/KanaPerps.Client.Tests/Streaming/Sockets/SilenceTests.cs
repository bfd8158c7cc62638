using KanaPerps.Streaming;
using KanaPerps.Testing;

namespace KanaPerps.Client.Tests.Streaming;

public sealed class SilenceTests
{
    private static readonly StreamOptions s_impatient = StreamBench.Fast with { FirstMessageTimeout = TimeSpan.FromMilliseconds(100) };

    [Fact]
    public async Task Without_a_first_message_it_subscribes_again_dials_again_with_the_other_spelling_and_then_names_the_likely_cause()
    {
        await using StreamBench bench = new(s_impatient);
        using EventReader<Position> reader = bench.Subscribe(KanaTopics.Positions, "0x1");

        ScriptedWebSocket first = await bench.Server.AcceptWebSocketAsync();
        string request = await first.NextTextAsync();
        Assert.Equal(request, await first.NextTextAsync());
        ScriptedWebSocket second = await bench.Server.AcceptWebSocketAsync();
        Assert.Equal(request.Replace("0x1", $"0x{new string('0', 63)}1", StringComparison.Ordinal), await second.NextTextAsync());

        await reader.NoticeAsync<ConnectedNotice>();
        ReconnectingNotice reconnecting = await reader.NoticeAsync<ReconnectingNotice>();
        Assert.Equal((KanaErrorKind.NoFirstMessage, TimeSpan.Zero), (reconnecting.Kind, reconnecting.Delay));
        await reader.NoticeAsync<ConnectedNotice>();
        NoFirstMessageNotice notice = await reader.NoticeAsync<NoFirstMessageNotice>();
        Assert.Contains("wallet address", notice.Message, StringComparison.Ordinal);

        await second.SendTextAsync("""{"data":[],"message":"positions"}""");
        Assert.Empty(await reader.RowsAsync());
        Assert.Equal((2, ConnectionState.Live), (bench.Server.ConnectionCount, bench.Status.State));
    }

    [Fact]
    public async Task A_message_in_answer_to_the_second_request_is_as_good()
    {
        await using StreamBench bench = new(s_impatient with { FirstMessageTimeout = TimeSpan.FromMilliseconds(500) });
        using EventReader<FundingRate> reader = bench.SubscribeToFunding();
        ScriptedWebSocket socket = await bench.Server.AcceptSubscriberAsync();
        await socket.NextTextAsync();

        await socket.SendTextAsync(Messages.Funding(1));

        await reader.NoticeAsync<ConnectedNotice>();
        Assert.Equal(1, Assert.Single(await reader.RowsAsync()).Rate);
        Assert.Equal(1, bench.Server.ConnectionCount);
    }

    [Fact]
    public async Task A_book_that_falls_silent_is_told_as_stale_once_and_healthy_with_the_next_message()
    {
        await using StreamBench bench = new(StreamBench.Fast with { StaleAfter = TimeSpan.FromMilliseconds(200) });
        using EventReader<OrderBook> reader = bench.Subscribe(KanaTopics.OrderBook, "14");
        ScriptedWebSocket socket = await bench.Server.AcceptSubscriberAsync();
        await reader.NoticeAsync<ConnectedNotice>();
        await socket.SendTextAsync(Messages.Book(1));
        await reader.RowsAsync();

        StaleNotice notice = await reader.NoticeAsync<StaleNotice>();
        Assert.InRange(notice.Silence, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(20));
        Assert.False(bench.Status.Healthy);
        await socket.SendTextAsync(Messages.Book(2));

        Assert.Equal(2, Assert.Single(await reader.RowsAsync()).BestBid);
        Assert.Equal((1, ConnectionState.Live), (bench.Server.ConnectionCount, bench.Status.State));
    }
}
