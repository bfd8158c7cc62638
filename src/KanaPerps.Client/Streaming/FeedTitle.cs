using System.Collections.Frozen;
using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>What a feed is called in texts for users: "APT-USD order book", "positions of 0x5a11ce".</summary>
internal static class FeedTitle
{
    private static readonly FrozenDictionary<string, string> s_topics = new Dictionary<string, string>
    {
        ["orderbook"] = "order book",
        ["recent_trades"] = "trades",
        ["positions"] = "positions",
        ["open_orders"] = "open orders",
        ["trade_history"] = "fills",
        ["order_history"] = "order history",
        ["deposit_withdraw_history"] = "transfers",
        ["live_funding_rate"] = "funding rates",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The title of a feed. A topic without its own title keeps its name on the wire.</summary>
    /// <param name="feed">The feed.</param>
    /// <returns>The title.</returns>
    public static string Of(FeedKey feed)
    {
        string topic = s_topics.GetValueOrDefault(feed.Topic) ?? VenueText.Shorten(feed.Topic);
        return feed.Key is not { } key ? topic
            : MarketTable.SymbolOf(MarketIds.Read(key)) is { } symbol ? $"{symbol} {topic}"
            : AccountAddress.TryNormalize(key, out string address) ? $"{topic} of {AccountAddress.Shorten(address)}"
            : $"market {VenueText.Shorten(key)} {topic}";
    }
}
