using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

/// <summary>Messages that hold anything but what they should. Each costs a notice at most; the next one is fine, on the same socket.</summary>
public sealed class PayloadTests
{
    private const int Million = 1_000_000;

    public static TheoryData<BadMessageReason, string, string> BadMessages => new()
    {
        { BadMessageReason.InvalidJson, "truncated", """{"data":[{"market_id":"14","fund""" },
        { BadMessageReason.InvalidJson, "two values", Messages.Funding(7) + Messages.Funding(8) },
        { BadMessageReason.InvalidJson, "trailing bytes", Messages.Funding(7) + "}" },
        { BadMessageReason.InvalidJson, "brackets without end", new string('[', 100_000) },
        { BadMessageReason.InvalidJson, "brackets in data", $$"""{"data":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}""" },
        { BadMessageReason.InvalidJson, "objects in an unknown field", $$"""{"data":[],"more":{{string.Concat(Enumerable.Repeat("""{"a":""", 100_000))}}""" },
        { BadMessageReason.InvalidJson, "a zero byte", Messages.Funding(7) + "\0" },
        { BadMessageReason.InvalidJson, "ten megabytes of no JSON", new string('x', 10_000_000) },
        { BadMessageReason.UnknownShape, "a string of ten megabytes", $"\"{new string('x', 10_000_000)}\"" },
        { BadMessageReason.UnknownShape, "an error of the venue", """{"error":"subscription limit reached"}""" },
        { BadMessageReason.BadRow, "rows that are numbers", $$"""{"data":[{{string.Join(',', Enumerable.Repeat('1', 1000))}}]}""" },
    };

    public static TheoryData<string, string> GoodMessages => new()
    {
        { "a byte order mark", "\uFEFF" + Messages.Funding(7) },
        { "a string of ten megabytes in an unknown field", $$"""{"more":"{{new string('x', 10_000_000)}}",{{Messages.Funding(7)[1..]}}""" },
        { "ten megabytes of white space", Messages.Funding(7) + new string(' ', 10_000_000) },
    };

    [Theory]
    [MemberData(nameof(BadMessages))]
    public async Task A_bad_message_is_a_notice_and_the_next_one_is_fine(BadMessageReason reason, string what, string text)
    {
        await using StreamFixture fixture = new();

        EventReader<FundingRate> log = await fixture.SurviveAsync(s => s.SendTextAsync(text));

        BadMessageNotice bad = Assert.Single(log.Notices.OfType<BadMessageNotice>());
        Assert.True(bad.Reason == reason, $"{what}: {bad.Message}");
        Assert.InRange(bad.Message.Length, 1, 1000);
        Assert.DoesNotContain(log.All.SelectMany(e => e.Items), r => r.Rate is 7 or 8);
    }

    [Theory]
    [MemberData(nameof(GoodMessages))]
    public async Task An_odd_message_that_can_be_read_is_read(string what, string text)
    {
        await using StreamFixture fixture = new();
        (EventReader<FundingRate> log, ScriptedWebSocket socket) = await fixture.LiveAsync();

        await socket.SendTextAsync(text);

        await log.RowAsync(r => r.Rate == 7, what);
        Assert.Equal(0, fixture.Status.BadMessages);
    }

    [Fact]
    public async Task A_million_rows_without_fields_are_one_notice_that_counts_them()
    {
        await using StreamFixture fixture = new();
        string text = $$"""{"data":[{{string.Join(',', Enumerable.Repeat("{}", Million))}}]}""";

        EventReader<FundingRate> log = await fixture.SurviveAsync(s => s.SendTextAsync(text));

        Assert.Equal(Million, Assert.Single(log.Notices.OfType<BadMessageNotice>()).Count);
        Assert.Equal(Million, fixture.Status.BadMessages);
    }

    [Fact]
    public async Task Rows_that_are_all_alike_take_no_longer_than_others_in_a_state()
    {
        await using StreamFixture fixture = new();
        const string Row = """{"market_id":"15","funding_rate":7}""";
        string text = $$"""{"data":[{{string.Join(',', Enumerable.Repeat(Row, 250_000))}}],"message":"live_funding_rate"}""";
        (EventReader<FundingRate> log, ScriptedWebSocket socket) = await fixture.LiveAsync();

        // Were each row compared with all before it, this would take the better part of an hour.
        await socket.SendTextAsync(text);

        await log.RowAsync(r => r.Rate == 7);
        Assert.Equal(250_000, log.All[^1].Items.Count(r => r.Rate == 7));
    }

    [Fact]
    public async Task Rows_that_are_all_alike_take_no_longer_than_others_in_a_history()
    {
        await using StreamFixture fixture = new();
        await using EventReader<Fill> log = fixture.Watch(KanaTopics.Fills, Decode.EarlyAddress);
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();

        await socket.SendTextAsync(Messages.Fills(Enumerable.Repeat(7, 120_000)));
        Assert.Equal(120_000, (await log.RowsAsync()).Count);

        await socket.SendTextAsync(Messages.Fills(8));
        Assert.Equal("8", Assert.Single(await log.RowsAsync()).OrderId);
    }

    [Fact]
    public async Task A_book_of_a_hundred_thousand_levels_at_one_price_is_a_book_with_a_flag()
    {
        await using StreamFixture fixture = new();
        await using EventReader<OrderBook> log = fixture.Watch(KanaTopics.OrderBook, "14");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        const string Level = """{"is_ask":false,"market_id":"14","price":1,"size":"1"}""";

        await socket.SendTextAsync($$"""{"data":[{{string.Join(',', Enumerable.Repeat(Level, 100_000))}}],"message":"orderbook"}""");

        OrderBook book = Assert.Single(await log.RowsAsync());
        Assert.Equal(100_000, book.Bids.Count);
        Assert.True(book.Anomalies.HasFlag(BookAnomalies.RepeatedPrice));
    }
}
