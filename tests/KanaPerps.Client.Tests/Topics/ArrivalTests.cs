using System.Text;
using KanaPerps.Testing;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Topics;

public sealed class ArrivalTests
{
    public static TheoryData<string> Names => [.. KanaTopics.All.Select(t => t.Name), "candles"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_object_says_where_it_came_from_and_when(string name)
    {
        Topic topic = KanaTopics.Find(name) ?? new RawTopic(name, TopicKeyKind.Market);

        (string? network, DateTimeOffset? receivedAt) = topic.Accept(new Arrival());

        Assert.Equal("Testnet", network);
        Assert.Equal(Decode.ReceivedAt, receivedAt);
    }

    [Fact]
    public void A_rounded_number_is_named_in_its_own_row_and_in_no_other()
    {
        const string Row = "{\"market_id\":\"14\",\"funding_rate\":\"RATE\"}";
        string json = "{\"data\":[" + Row.Replace("RATE", "0.12345678901234567890123456789012345", StringComparison.Ordinal) + "," + Row.Replace("RATE", "1", StringComparison.Ordinal) + "]}";

        FundingRate[] rates = Decode.Text(KanaTopics.FundingRates.CreateCodec(null), json).Items;

        Assert.Equal("Rate", Assert.Single(rates[0].InexactFields));
        Assert.Empty(rates[1].InexactFields);
    }

    private sealed class Arrival : ITopicVisitor<(string? Network, DateTimeOffset? ReceivedAt)>
    {
        public (string? Network, DateTimeOffset? ReceivedAt) Visit<T>(Topic<T> topic)
        {
            MessageCodec<T> codec = topic.CreateCodec(null);
            codec.Network = "Testnet";
            string? sample = Samples.Names($"*ws-{topic.Name}*.json").FirstOrDefault(n => !n.Contains("empty", StringComparison.Ordinal));
            byte[] message = sample is null ? Encoding.UTF8.GetBytes("{}") : Samples.Bytes(sample);
            object row = Assert.IsAssignableFrom<object>(codec.Decode(message, Decode.ReceivedAt).Items[0]);
            return ((string?)Value(row, "Network"), (DateTimeOffset?)Value(row, "ReceivedAt"));
        }

        private static object? Value(object row, string property) => row.GetType().GetProperty(property)?.GetValue(row);
    }
}
