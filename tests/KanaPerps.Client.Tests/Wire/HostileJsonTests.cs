using System.Text;
using KanaPerps.Testing;
using KanaPerps.Wire;
using KanaPerps.Wire.Codecs;

namespace KanaPerps.Client.Tests.Wire;

public sealed class HostileJsonTests
{
    [Theory]
    [MemberData(nameof(SampleCodecs.Messages), MemberType = typeof(SampleCodecs))]
    public void A_message_cut_anywhere_is_invalid_and_gives_no_rows(string sample)
    {
        string json = Samples.Text(sample).Trim();
        for (int length = 0; length < json.Length; length++)
        {
            (object[] rows, WireProblem? problem) = SampleCodecs.Decode(sample, json[..length]);

            Assert.Equal(BadMessageReason.InvalidJson, problem?.Reason);
            Assert.Empty(rows);
        }
    }

    [Theory]
    [MemberData(nameof(SampleCodecs.Messages), MemberType = typeof(SampleCodecs))]
    public void No_content_makes_a_codec_throw(string sample)
    {
        Random random = new(7);
        string json = Samples.Text(sample);
        string[] shards = ["\\ud800", "\\", "\"", "{", "]", "\0", "\u202e", "1e999999999999", "null", ",", ":", "\uFEFF", "data", "message", "-", "\\u0000"];
        for (int i = 0; i < 500; i++)
        {
            int at = random.Next(json.Length);
            int cut = random.Next(Math.Min(6, json.Length - at));
            (_, WireProblem? problem) = SampleCodecs.Decode(sample, json[..at] + shards[random.Next(shards.Length)] + json[(at + cut)..]);

            Assert.DoesNotContain(problem?.Detail + problem?.Excerpt, c => char.IsControl(c) || c == '\u202e');
        }
    }

    [Fact]
    public void The_pages_fill_as_printed_is_invalid_JSON()
    {
        DecodedMessage<Fill> message = Decode.Sample(new FillCodec(Decode.EarlyAddress), "page-ws-trade_history.as-printed-invalid.txt");

        Assert.Equal(BadMessageReason.InvalidJson, message.Problem?.Reason);
        Assert.StartsWith("""{"data":[{"address":"0x4d6d""", message.Problem?.Excerpt, StringComparison.Ordinal);
        Assert.Empty(message.Items);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"data\":")]
    [InlineData("{\"data\":[{\"price\":[")]
    public void A_hundred_thousand_nested_brackets_are_invalid(string bracket)
    {
        DecodedMessage<Trade> message = Decode.Text(new TradeCodec(null), string.Concat(Enumerable.Repeat(bracket, 100_000)));

        Assert.Equal(BadMessageReason.InvalidJson, message.Problem?.Reason);
        Assert.InRange(message.Problem!.Excerpt.Length, 1, 201);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_break_nothing()
    {
        byte[] json = [.. "{\"data\":[{\"amount\":1,\"is_deposit\":true,\"address\":\""u8, 0xFF, 0xC0, 0x80, .. "\"}]}"u8];

        DecodedMessage<Transfer> message = new TransferCodec(null).Decode(json, Decode.ReceivedAt);

        Assert.Equal("\uFFFD\uFFFD\uFFFD", Assert.Single(message.Items).Address);
    }

    [Fact]
    public void A_string_of_ten_megabytes_is_kept_whole()
    {
        string status = new('x', 10_000_000);

        OrderRecord order = Assert.Single(Decode.Text(
            new OrderRecordCodec(null),
            $$"""{"data":[{"market_id":"14","leverage":1,"order_id":"1","order_type":1,"order_value":1,"price":1,"size":1,"status":"{{status}}"}]}""").Items);

        Assert.Equal(status, order.Status);
    }

    [Fact]
    public void Two_hundred_thousand_rows_are_read()
    {
        StringBuilder json = new("{\"data\":[");
        for (int i = 0; i < 200_000; i++)
        {
            json.Append(i == 0 ? "" : ",").Append("{\"market_id\":\"").Append(i).Append("\",\"funding_rate\":\"0\"}");
        }

        FundingRate[] rows = Decode.Text(new FundingRateCodec(null), json.Append("]}").ToString()).Items;

        Assert.Equal(200_000, rows.Length);
        Assert.Equal(199_999, rows[^1].MarketId);
    }

    [Fact]
    public void A_raw_topic_hands_any_text_on_safe_to_print_and_as_the_same_JSON()
    {
        RawCodec codec = new("best_price", "14");

        TopicMessage message = Assert.Single(Decode.Text(codec, "\uFEFF{\"a\":\r\n\t\"\u202e\u007f\u0085\"}").Items);

        Assert.Equal("{\"a\":   \"\\u202E\\u007F\\u0085\"}", message.Text);
        Assert.Equal(("best_price", "14", Decode.ReceivedAt), (message.Topic, message.Key, message.ReceivedAt));
    }
}
