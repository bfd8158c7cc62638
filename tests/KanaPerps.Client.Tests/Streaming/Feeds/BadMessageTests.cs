using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

/// <summary>Whatever a message is, the stream goes on and the next one is fine.</summary>
public sealed class BadMessageTests
{
    public static TheoryData<BadMessageReason, byte[]> BadFrames => new()
    {
        { BadMessageReason.EmptyFrame, Frame.OfText("") },
        { BadMessageReason.EmptyFrame, Frame.Make(Frame.Binary, []) },
        { BadMessageReason.BinaryFrame, Frame.Make(Frame.Binary, [1, 2, 3]) },
        { BadMessageReason.InvalidJson, Frame.OfText("<html>\u001b[2Jbusy</html>") },
        { BadMessageReason.OtherTopic, Frame.OfText(Messages.Book(1)) },
    };

    [Theory]
    [MemberData(nameof(BadFrames))]
    public async Task A_message_that_cannot_be_read_is_told_and_counted_and_the_next_is_fine(BadMessageReason reason, byte[] frame)
    {
        await using StreamFixture fixture = new();
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await fixture.LiveAsync();

        await socket.SendRawAsync(frame);
        BadMessageNotice notice = await reader.NextNoticeAsync<BadMessageNotice>();
        await socket.SendTextAsync(Messages.Funding(2));

        Assert.Equal((reason, 1, true), (notice.Reason, notice.Count, notice.IsWarning));
        Assert.DoesNotContain(notice.Message, char.IsControl);
        Assert.Equal(2, Assert.Single(await reader.NextRowsAsync()).Rate);
        Assert.Equal((1L, 1L), (fixture.Status.BadMessagesByReason[reason], fixture.Status.BadMessages));
        Assert.Equal(1, fixture.Server.ConnectionCount);
    }

    [Fact]
    public async Task A_bad_row_is_told_and_the_others_are_delivered()
    {
        await using StreamFixture fixture = new();
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await fixture.LiveAsync();

        await socket.SendTextAsync("""{"data":[{"market_id":"14","funding_rate":"x"},{"market_id":"15","funding_rate":"3"}]}""");

        Assert.Equal("funding_rate is not a number in range", (await reader.NextNoticeAsync<BadMessageNotice>()).Detail);
        FundingRate row = Assert.Single(await reader.NextRowsAsync());
        Assert.Equal((15, RowChange.New), (row.MarketId, row.Change));
    }

    [Fact]
    public async Task Each_row_of_a_history_that_cannot_be_read_is_told_and_counted_once_in_its_place()
    {
        const string Bad = """{"market_id":"14","order_type":1,"fee":0,"pnl":0,"price":"x","size":1,"order_id":"2"}""";
        const string Worse = """{"market_id":"14","order_type":1,"fee":0,"pnl":0,"price":"x","size":1,"order_id":"4"}""";
        await using StreamFixture fixture = new();
        using EventReader<Fill> reader = fixture.Watch(KanaTopics.Fills, "0x1");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await reader.NextNoticeAsync<ConnectedNotice>();

        await socket.SendTextAsync(List(Row(1), Bad));
        Assert.Equal((1, false), await NextBadAsync(reader));
        Assert.Equal("1", Assert.Single(await reader.NextRowsAsync()).OrderId);

        // The list repeats it, byte for byte and with another row.
        await socket.SendTextAsync(List(Row(1), Bad));
        await socket.SendTextAsync(List(Row(1), Bad, Row(3)));
        Assert.Equal("3", Assert.Single(await reader.NextRowsAsync()).OrderId);

        // A message that can't be read makes none of its rows known.
        await socket.SendTextAsync($$"""{"data":[{{Worse}}""");
        Assert.Equal(BadMessageReason.InvalidJson, (await reader.NextNoticeAsync<BadMessageNotice>()).Reason);

        await socket.SendTextAsync(List(Row(1), Bad, Row(3), Worse, Row(5)));
        Assert.Equal((1, false), await NextBadAsync(reader));
        Assert.Equal("5", Assert.Single(await reader.NextRowsAsync()).OrderId);
        Assert.Equal(2, fixture.Status.BadMessagesByReason[BadMessageReason.BadRow]);
    }

    [Fact]
    public async Task One_row_more_of_a_state_that_cannot_be_read_is_told_at_once_and_one_that_stays_so_is_not_told_again()
    {
        const string Bad = """{"market_id":"14","funding_rate":"x"}""";
        await using StreamFixture fixture = new();
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await fixture.LiveAsync();
        await socket.SendTextAsync($$"""{"data":[{{Bad}}]}""");
        Assert.False((await reader.NextNoticeAsync<BadMessageNotice>()).IsRepeat);
        Assert.Empty(await reader.NextRowsAsync());

        await socket.SendTextAsync($$"""{"data":[{{Bad}},{"market_id":"15","funding_rate":"2"}]}""");
        Assert.Equal(15, Assert.Single(await reader.NextRowsAsync()).MarketId);
        await socket.SendTextAsync($$"""{"data":[{{Bad}},{"market_id":"15","funding_rate":"y"}]}""");

        BadMessageNotice more = await reader.NextNoticeAsync<BadMessageNotice>();
        Assert.Equal((true, 3), (more.IsRepeat, more.Count));
    }

    [Fact]
    public async Task Rows_of_another_market_and_no_others_are_told_and_counted_and_close_nothing()
    {
        await using StreamFixture fixture = new();
        using EventReader<Trade> reader = fixture.Watch(KanaTopics.RecentTrades, "1338");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await reader.NextNoticeAsync<ConnectedNotice>();

        await socket.SendSampleAsync("made-ws-recent_trades-current-shape.json");
        await socket.SendSampleAsync("page-ws-recent_trades.json");

        Assert.Equal(BadMessageReason.ForeignRow, (await reader.NextNoticeAsync<BadMessageNotice>()).Reason);
        Assert.Equal(2, (await reader.NextRowsAsync()).Count);
        Assert.Equal(1, fixture.Status.BadMessagesByReason[BadMessageReason.ForeignRow]);
    }

    [Fact]
    public async Task An_older_list_after_a_newer_one_is_told_and_delivered()
    {
        await using StreamFixture fixture = new();
        using EventReader<FundingRate> reader = fixture.WatchFunding();
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await reader.NextNoticeAsync<ConnectedNotice>();

        await socket.SendTextAsync("""{"data":[{"market_id":"14","funding_rate":"1","transaction_version":9}]}""");
        await reader.NextRowsAsync();
        await socket.SendTextAsync("""{"data":[{"market_id":"14","funding_rate":"2","transaction_version":8}]}""");

        await reader.NextNoticeAsync<OutOfOrderNotice>();
        Assert.Equal(2, Assert.Single(await reader.NextRowsAsync()).Rate);
    }

    [Fact]
    public async Task Numbers_that_had_to_be_rounded_are_named_and_counted()
    {
        await using StreamFixture fixture = new();
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await fixture.LiveAsync();

        await socket.SendTextAsync("""{"data":[{"market_id":"14","funding_rate":"0.12345678901234567890123456789"}]}""");

        Assert.Equal(["Rate"], Assert.Single(await reader.NextRowsAsync()).InexactFields);
        Assert.Equal(1, fixture.Status.InexactNumbers);
    }

    private static async Task<(int Count, bool IsRepeat)> NextBadAsync(EventReader<Fill> reader)
    {
        BadMessageNotice notice = await reader.NextNoticeAsync<BadMessageNotice>();
        Assert.Equal(BadMessageReason.BadRow, notice.Reason);
        return (notice.Count, notice.IsRepeat);
    }

    private static string List(params string[] rows) => $$"""{"data":[{{string.Join(',', rows)}}],"message":"trade_history"}""";

    private static string Row(int id) => $$"""{"market_id":"14","order_type":1,"fee":0,"pnl":0,"price":1,"size":1,"order_id":"{{id}}","timestamp":{{id}}}""";
}
