using KanaPerps.Wire;
using KanaPerps.Wire.Codecs;

namespace KanaPerps.Client.Tests.Wire;

public sealed class EnvelopeTests
{
    private const string Row = """{"market_id":"14","funding_rate":"0.5"}""";

    public static TheoryData<string> Readable => new(
        $$$"""{"data":[{{{Row}}}],"message":"live_funding_rate"}""",
        $$$"""{"message":"live_funding_rate","data":[{{{Row}}}]}""",
        $$$"""{"data":[{{{Row}}}]}""",
        $$$"""{"data":[{{{Row}}}],"message":null}""",
        $$$"""{"data":[{{{Row}}}],"message":7}""",
        $$$"""{"data":[{{{Row}}}],"message":{"of":["many","parts"]}}""",
        $$$"""{"message":"positions","data":[{{{Row}}}],"message":"live_funding_rate"}""",
        $$$"""{"message":"live_fund\u0069ng_rate","data":[{{{Row}}}]}""",
        $$$"""{"d\u0061ta":[{{{Row}}}],"mess\u0061ge":"live_funding_rate"}""",
        $$$"""{"data":{{{Row}}},"message":"live_funding_rate"}""",
        $$$"""{"id":[1,{"data":[]}],"data":[{{{Row}}}],"extra":{"message":"positions"}}""",
        $$$"""{"data":[{"market_id":"99"},{"market_id":"98"}],"data":[{{{Row}}}]}""",
        $$$""" {"data" : [ {{{Row}}} ] } """);

    [Theory]
    [MemberData(nameof(Readable))]
    public void A_message_is_read_wherever_its_parts_stand(string json)
    {
        DecodedMessage<FundingRate> message = Decode.Text(new FundingRateCodec(null), json);

        Assert.Null(message.Problem);
        Assert.Equal(new FundingRate { MarketId = 14, Symbol = "APT-USD", Rate = 0.5m }, Assert.Single(message.Items));
    }

    [Theory]
    [InlineData("""{"message":"live_funding_rate"}""")]
    [InlineData("""{"data":null,"message":"live_funding_rate"}""")]
    [InlineData("""{"data":"[]"}""")]
    [InlineData("""{"data":5}""")]
    [InlineData("""{"data":true}""")]
    [InlineData("""{"data":[{"market_id":"14","funding_rate":"1"}],"data":null}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""[{"data":[]}]""")]
    [InlineData("""null""")]
    [InlineData(""" "live_funding_rate" """)]
    [InlineData("""17""")]
    public void A_message_without_a_list_or_object_of_data_is_of_unknown_shape(string json) =>
        AssertRefused(BadMessageReason.UnknownShape, json);

    [Theory]
    [InlineData("""{"data":[],"message":"positions"}""")]
    [InlineData("""{"message":"","data":[]}""")]
    [InlineData("""{"message":"live_funding_rate","data":[],"message":"Live_Funding_Rate"}""")]
    public void A_message_of_another_topic_is_refused(string json) => AssertRefused(BadMessageReason.OtherTopic, json);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("hello")]
    [InlineData("<html>busy</html>")]
    [InlineData("{'data':[]}")]
    [InlineData("""{"data":[]}x""")]
    [InlineData("""{"data":[]}{"data":[]}""")]
    [InlineData("""{"data":[]},""")]
    [InlineData("""{"data":[],}""")]
    [InlineData("""{"data":[{"market_id":"14","funding_rate":NaN}]}""")]
    [InlineData("""{"data":[{"market_id":"14","funding_rate":01}]}""")]
    [InlineData("""{"data":[{"market_id":"14","funding_rate":.5}]}""")]
    [InlineData("[1,2")]
    [InlineData("1 2")]
    public void What_is_not_one_JSON_value_is_invalid(string json) => AssertRefused(BadMessageReason.InvalidJson, json);

    [Fact]
    public void An_empty_list_is_readable_and_complete()
    {
        DecodedMessage<FundingRate> message = Decode.Text(new FundingRateCodec(null), """{"data":[],"message":"live_funding_rate"}""");

        Assert.True(message.IsReadable);
        Assert.True(message.IsComplete);
        Assert.Empty(message.Items);
    }

    [Fact]
    public void The_topic_named_in_a_problem_is_escaped()
    {
        DecodedMessage<FundingRate> message = Decode.Text(new FundingRateCodec(null), """{"data":[],"message":"\u001b[2J"}""");

        Assert.Equal(BadMessageReason.OtherTopic, message.Problem?.Reason);
        Assert.DoesNotContain('\u001b', message.Problem?.Detail + message.Problem?.Excerpt);
    }

    [Theory]
    [InlineData("""{"\ud800":1,"data":[],"message":"live_funding_rate"}""")]
    [InlineData("""{"data":[{"\ud800":1}],"message":"live_funding_rate"}""")]
    [InlineData("""{"data":[],"message":"\ud800"}""")]
    [InlineData("""{"data":[],"message":"live_funding_rat\udc00"}""")]
    public void Half_a_surrogate_pair_in_a_name_breaks_nothing(string json)
    {
        FundingRateCodec codec = new(null);

        Decode.Text(codec, json);

        Assert.Single(Decode.Text(codec, $$"""{"data":[{{Row}}]}""").Items);
    }

    private static void AssertRefused(BadMessageReason reason, string json)
    {
        FundingRateCodec codec = new(null);
        DecodedMessage<FundingRate> message = Decode.Text(codec, json);

        Assert.Equal(reason, message.Problem?.Reason);
        Assert.False(message.IsReadable);
        Assert.Empty(message.Items);
        Assert.Single(Decode.Text(codec, $$"""{"data":[{{Row}}]}""").Items);
    }
}
