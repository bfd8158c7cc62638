using System.Text;
using KanaPerps.Testing;
using KanaPerps.Wire;
using KanaPerps.Wire.Codecs;

namespace KanaPerps.Client.Tests.Wire.Fast;

public sealed class FastPathTests
{
    private static readonly DateTimeOffset s_later = Decode.ReceivedAt.AddSeconds(1);

    [Fact]
    public void The_first_message_teaches_the_order_of_the_fields_and_the_next_is_read_by_it()
    {
        FundingRateCodec codec = new(null);

        Assert.Equal(0.5m, Rate(codec, """{"data":[{"market_id":"14","funding_rate":"0.5"}],"message":"live_funding_rate"}"""));
        Assert.False(codec.TookFastPath);

        Assert.Equal(0.7m, Rate(codec, """{"data":[{"market_id":"14","funding_rate":"0.7"}],"message":"live_funding_rate"}"""));
        Assert.True(codec.TookFastPath);
    }

    [Fact]
    public void A_new_order_of_the_fields_is_read_by_the_reader_of_JSON_once()
    {
        FundingRateCodec codec = new(null);
        Rate(codec, """{"data":[{"market_id":"14","funding_rate":"0.5"}]}""");

        Assert.Equal(0.6m, Rate(codec, """{"data":[{"funding_rate":0.6,"market_id":"14","new":true}]}"""));
        Assert.False(codec.TookFastPath);

        Assert.Equal(0.7m, Rate(codec, """{"data":[{"funding_rate":0.7,"market_id":"14","new":"x"}]}"""));
        Assert.True(codec.TookFastPath);
    }

    [Theory]
    [InlineData("""{"data":[{"market_id":"14","funding_rate":1e3}]}""")]
    [InlineData("""{"data":[{"market_id":"14","funding_rate":"\u0031"}]}""")]
    [InlineData("""{"data":[{"market_id":"14", "funding_rate":"1"}]}""")]
    [InlineData("""{"data":[{"market_id":"1é","funding_rate":"1"}]}""")]
    [InlineData("""{"data":[{"market_id":"14","funding_rate":"1"}]} """)]
    public void What_is_not_written_as_the_venue_writes_it_is_left_to_the_reader(string json)
    {
        FundingRateCodec codec = new(null);
        Rate(codec, """{"data":[{"market_id":"14","funding_rate":"0.5"}]}""");

        Rate(codec, json);

        Assert.False(codec.TookFastPath);
    }

    [Theory]
    [MemberData(nameof(SampleCodecs.Messages), MemberType = typeof(SampleCodecs))]
    public void Every_message_that_the_venue_has_been_seen_to_send_is_read_by_the_fast_path_the_second_time(string sample)
    {
        string json = Minify(Samples.Bytes(sample));

        // A blank at the end makes the first one another message with the same rows.
        Assert.True(SampleCodecs.ReadsFast(sample, json + " ", json));
    }

    [Fact]
    public void A_history_row_that_is_repeated_is_the_same_object_as_before()
    {
        TradeCodec codec = new("15");
        Trade first = Assert.Single(Read(codec, $"[{TradeRow(1)}]", Decode.ReceivedAt));

        Trade[] second = Read(codec, $"[{TradeRow(2)},{TradeRow(3)},{TradeRow(1)}]", s_later);

        Assert.Same(first, second[2]);
        Assert.Equal(Decode.ReceivedAt, second[2].ReceivedAt);
        Assert.Equal([2m, 3m, 1m], second.Select(t => t.Size));
        Assert.Equal(s_later, second[0].ReceivedAt);
    }

    [Fact]
    public void A_state_row_that_is_repeated_says_when_it_arrived_the_last_time()
    {
        FundingRateCodec codec = new(null);
        const string Rows = """[{"market_id":"14","funding_rate":"1"},{"market_id":"15","funding_rate":"2"}]""";
        FundingRate[] first = Read(codec, Rows, Decode.ReceivedAt);

        DecodedMessage<FundingRate> again = codec.Decode(Encoding.UTF8.GetBytes($$"""{"data":{{Rows}}}"""), s_later);
        Assert.Equal((first, s_later), (again.Items, again.RepeatedAt));
        FundingRate[] same = Receipt.Renew(again.Items, again.RepeatedAt);
        FundingRate[] partly = Read(codec, Rows.Replace("\"2\"", "\"3\"", StringComparison.Ordinal), s_later.AddSeconds(1));

        Assert.Equal(first, same);
        Assert.All(same, r => Assert.Equal(s_later, r.ReceivedAt));
        Assert.All(first, r => Assert.Equal(Decode.ReceivedAt, r.ReceivedAt));
        Assert.Equal([1m, 3m], partly.Select(r => r.Rate));
        Assert.All(partly, r => Assert.Equal(s_later.AddSeconds(1), r.ReceivedAt));
    }

    [Fact]
    public void A_book_that_is_repeated_byte_for_byte_costs_no_new_levels()
    {
        OrderBookCodec codec = new("15");
        byte[] json = Encoding.UTF8.GetBytes(Minify(Samples.Bytes("made-ws-orderbook-current-shape.json")));
        OrderBook first = codec.Decode(json, Decode.ReceivedAt).Items[0];
        codec.Decode(json, Decode.ReceivedAt);
        long before = GC.GetAllocatedBytesForCurrentThread();

        OrderBook again = codec.Decode(json, s_later).Items[0];

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 150);
        Assert.Equal(s_later, again.ReceivedAt);
        Assert.Equal(first.Bids, again.Bids);
        Assert.Equal(first.Asks, again.Asks);
        Assert.NotSame(first, again);
    }

    [Fact]
    public void Bad_rows_are_told_again_with_every_message_that_has_them()
    {
        FundingRateCodec codec = new(null);
        const string Json = """{"data":[{"market_id":"14","funding_rate":"1"},{"market_id":"15","funding_rate":"much"}]}""";

        DecodedMessage<FundingRate> first = Decode.Text(codec, Json);
        DecodedMessage<FundingRate> second = Decode.Text(codec, Json);

        Assert.Equal("funding_rate is not a number in range", first.Problem?.Detail);
        Assert.Equal(first.Problem, second.Problem);
        Assert.Single(second.Items);
    }

    [Fact]
    public void A_message_that_cannot_be_read_leaves_what_is_remembered_of_the_one_before()
    {
        FundingRateCodec codec = new(null);
        const string Json = """{"data":[{"market_id":"14","funding_rate":"1"}]}""";
        Decode.Text(codec, Json);

        Assert.Equal(BadMessageReason.InvalidJson, Decode.Text(codec, Json[..^1]).Problem?.Reason);

        Assert.Equal(1m, Rate(codec, Json));
        Assert.True(codec.TookFastPath);
    }

    [Fact]
    public void What_was_rounded_in_a_repeated_row_is_counted_in_each_message()
    {
        FundingRateCodec codec = new(null);
        const string Rounded = """{"market_id":"14","funding_rate":"0.12345678901234567890123456789"}""";
        for (int i = 1; i <= 3; i++)
        {
            DecodedMessage<FundingRate> message = Decode.Text(codec, $$"""{"data":[{{Rounded}},{"market_id":"15","funding_rate":"{{i}}"}]}""");

            Assert.Equal(1, message.InexactNumbers);
            Assert.Equal([["Rate"], []], message.Items.Select(r => r.InexactFields));
        }
    }

    [Fact]
    public void A_list_too_long_to_be_remembered_leaves_nothing_that_a_later_row_could_be_taken_for()
    {
        TradeCodec codec = new("15");
        Read(codec, $"[{TradeRow(7)}]", Decode.ReceivedAt);
        string many = string.Join(',', Enumerable.Range(1, 4_000).Select(TradeRow));
        Assert.Equal(4_000, Read(codec, $"[{many}]", Decode.ReceivedAt).Length);

        Trade[] after = Read(codec, $"[{TradeRow(7)},{TradeRow(8)}]", s_later);

        Assert.Equal([7m, 8m], after.Select(t => t.Size));
        Assert.All(after, t => Assert.Equal(s_later, t.ReceivedAt));
    }

    [Fact]
    public void A_row_that_stood_alone_is_judged_anew_in_a_list_where_it_lies_deeper()
    {
        FundingRateCodec codec = new(null);
        string row = $$"""{"market_id":"14","funding_rate":"1","new":{{new string('[', 62)}}{{new string(']', 62)}}}""";

        Assert.Null(Decode.Text(codec, $$"""{"data":{{row}}}""").Problem);
        Assert.Equal(BadMessageReason.InvalidJson, Decode.Text(codec, $$"""{"data":[{{row}}]}""").Problem?.Reason);
    }

    [Fact]
    public void Ten_characters_that_are_no_digits_are_no_time_also_before_any_other_was_read()
    {
        string nothing = string.Concat(Enumerable.Repeat("\\u0000", 10));

        DecodedMessage<FundingRate> message = Decode.Text(new FundingRateCodec(null), $$"""{"data":[{"market_id":"14","funding_rate":"1","last_updated":"{{nothing}}"}]}""");

        Assert.Equal("last_updated is not a time", message.Problem?.Detail);
    }

    [Theory]
    [InlineData("1e3", 1_000UL)]
    [InlineData("\"1000.0\"", 1_000UL)]
    [InlineData("-0", 0UL)]
    [InlineData("\"18446744073709551615\"", ulong.MaxValue)]
    public void A_ledger_version_is_taken_however_a_whole_number_is_written(string json, ulong version)
    {
        FundingRate rate = Assert.Single(Decode.Text(new FundingRateCodec(null), $$"""{"data":[{"market_id":"14","funding_rate":"1","transaction_version":{{json}}}]}""").Items);

        Assert.Equal(version, rate.TransactionVersion);
    }

    [Fact]
    public void A_book_of_twenty_levels_costs_little_more_than_its_levels()
    {
        OrderBookCodec codec = new("14");
        byte[][] books = [.. Enumerable.Range(0, 100).Select(Book)];
        foreach (byte[] book in books)
        {
            codec.Decode(book, Decode.ReceivedAt);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (byte[] book in books)
        {
            codec.Decode(book, Decode.ReceivedAt);
        }

        // Twenty levels of 48 bytes, the head of their array, the book, and the list that holds it.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / books.Length, 960, 1_100);
    }

    private static byte[] Book(int i) => Encoding.UTF8.GetBytes(
        $$"""{"data":[{{string.Join(',', Enumerable.Range(0, 20).Select(k => $$"""{"is_ask":{{(k < 10 ? "true" : "false")}},"last_updated":{{1747382402 + i}},"market_id":"14","price":{{(k < 10 ? 6000 + k : 5999 - k)}}.5,"size":"{{i}}.{{k}}1","transaction_version":{{2726355750 + i}}}"""))}}],"message":"orderbook"}""");

    private static string TradeRow(int size) =>
        $$"""{"fee":"0","leverage":10,"market_id":"15","order_type":1,"order_value":"1","pnl":"0","price":"1","size":"{{size}}","trade_id":"{{size}}"}""";

    private static decimal? Rate(FundingRateCodec codec, string json) => Decode.Text(codec, json).Items.SingleOrDefault()?.Rate;

    private static T[] Read<T>(MessageCodec<T> codec, string rows, DateTimeOffset receivedAt) =>
        codec.Decode(Encoding.UTF8.GetBytes($$"""{"data":{{rows}}}"""), receivedAt).Items;

    private static string Minify(byte[] json) => System.Text.Json.Nodes.JsonNode.Parse(json)!.ToJsonString();
}
