using System.Text.Json.Serialization.Metadata;
using KanaPerps.Topics;

namespace KanaPerps.Benchmarks;

/// <summary>The plain objects that a topic's messages are compared with.</summary>
internal static class PocoTypes
{
    private static readonly Dictionary<Topic, JsonTypeInfo> s_types = new()
    {
        [KanaTopics.OrderBook] = PocoContext.Default.Book,
        [KanaTopics.RecentTrades] = PocoContext.Default.Trades,
        [KanaTopics.Fills] = PocoContext.Default.Trades,
        [KanaTopics.Positions] = PocoAccountContext.Default.Positions,
        [KanaTopics.OpenOrders] = PocoAccountContext.Default.Orders,
        [KanaTopics.OrderHistory] = PocoAccountContext.Default.Orders,
        [KanaTopics.Transfers] = PocoAccountContext.Default.Transfers,
        [KanaTopics.FundingRates] = PocoAccountContext.Default.FundingRates,
    };

    /// <summary>The objects for a topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <returns>Their type, or null for a topic that is not compared.</returns>
    public static JsonTypeInfo? Of(Topic topic) => s_types.GetValueOrDefault(topic);
}
