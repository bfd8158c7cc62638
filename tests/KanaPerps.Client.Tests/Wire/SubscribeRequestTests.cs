using System.Text;
using System.Text.Json;
using KanaPerps.Testing;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Wire;

public sealed class SubscribeRequestTests
{
    [Fact]
    public void Every_request_of_the_page_is_written_as_it_stands_there()
    {
        foreach (JsonElement request in JsonElement.Parse(Samples.Bytes("page-ws-subscribe-requests.json")).EnumerateArray())
        {
            Topic topic = Assert.Single(KanaTopics.All, t => t.Name == request.GetProperty("topic").GetString());
            string? key = topic.KeyField is { } field ? request.GetProperty(field).GetString() : null;

            string written = Encoding.UTF8.GetString(SubscribeRequest.Write(topic.Name, topic.KeyField, key));

            Assert.Equal(JsonSerializer.Serialize(request), written);
        }
    }

    [Fact]
    public void A_key_cannot_break_out_of_its_string() =>
        Assert.Equal("\"},{\"", JsonElement.Parse(SubscribeRequest.Write("orderbook", "market_id", "\"},{\"")).GetProperty("market_id").GetString());
}
