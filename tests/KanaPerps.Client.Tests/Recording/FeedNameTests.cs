using KanaPerps.Recording;

namespace KanaPerps.Client.Tests.Recording;

/// <summary>The names of feeds in a recording.</summary>
public sealed class FeedNameTests
{
    [Theory]
    [InlineData("orderbook", "14", "orderbook/14")]
    [InlineData("live_funding_rate", null, "live_funding_rate")]
    [InlineData("positions", "0x00ab", "positions/0x00ab")]
    [InlineData("a/b", null, "a%2Fb")]
    [InlineData("a/b", "14", "a%2Fb/14")]
    [InlineData("50%2F", "14", "50%252F/14")]
    public void A_name_is_the_topic_and_the_key(string topic, string? key, string name)
    {
        Assert.Equal(name, FeedName.Of(topic, key));
        Assert.Equal((topic, key), FeedName.Parse(name));
    }
}
