using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>What a feed is called in texts for users: "APT-USD order book", "positions of 0x5a11ce".</summary>
internal static class FeedTitle
{
    /// <summary>The title of a feed. A topic without a model keeps its name on the wire.</summary>
    /// <param name="feed">The feed.</param>
    /// <returns>The title.</returns>
    public static string Of(FeedKey feed)
    {
        string topic = KanaTopics.Find(feed.Topic)?.Title ?? VenueText.Shorten(feed.Topic);
        return feed.Key is not { } key ? topic
            : MarketTable.SymbolOf(MarketIds.Read(key)) is { } symbol ? $"{symbol} {topic}"
            : AccountAddress.TryNormalize(key, out string address) ? $"{topic} of {AccountAddress.Shorten(address)}"
            : $"market {VenueText.Shorten(key)} {topic}";
    }
}
