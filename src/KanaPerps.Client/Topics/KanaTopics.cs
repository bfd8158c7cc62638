using KanaPerps.Wire;
using KanaPerps.Wire.Codecs;

namespace KanaPerps.Topics;

/// <summary>The topics of the venue, each declared once: whatever goes through all of them takes <see cref="All"/>.</summary>
public static class KanaTopics
{
    // The first field: each topic that is declared below it adds itself.
    private static readonly List<Topic> s_all = [];

    /// <summary>Open positions of a profile.</summary>
    public static StateTopic<Position> Positions { get; } = Add(
        new StateTopic<Position>("positions", TopicKeyKind.Address, key => new PositionCodec(key), row => new(row.TradeId, row.MarketId, (int)row.Side))
        {
            MarketOf = row => row.MarketId,
        });

    /// <summary>Resting orders of a profile.</summary>
    public static StateTopic<OpenOrder> OpenOrders { get; } = Add(
        new StateTopic<OpenOrder>("open_orders", TopicKeyKind.Address, key => new OpenOrderCodec(key), row => new(row.OrderId))
        {
            MarketOf = row => row.MarketId,
        });

    /// <summary>Funding rates of all markets, sorted by market: the venue sends them in no order.</summary>
    public static StateTopic<FundingRate> FundingRates { get; } = Add(
        new StateTopic<FundingRate>(
            "live_funding_rate",
            TopicKeyKind.None,
            _ => new FundingRateCodec(null),
            row => new(null, row.MarketId),
            Comparer<FundingRate>.Create((left, right) => string.CompareOrdinal(left.Symbol, right.Symbol) is not 0 and int order ? order : left.MarketId.CompareTo(right.MarketId)))
        {
            Title = "funding rates",
            MarketOf = row => row.MarketId,
        });

    /// <summary>Fills of a profile's orders. Nothing in a row identifies a fill, so everything that can differ does.</summary>
    public static HistoryTopic<Fill> Fills { get; } = Add(
        new HistoryTopic<Fill>(
            "trade_history",
            TopicKeyKind.Address,
            key => new FillCodec(key),
            new(
                row => new(row.TransactionVersion, row.Address, row.OrderId ?? row.TradeId, (int)row.OrderType, row.MarketId, row.Price, row.Size, row.Timestamp),
                row => row.Timestamp))
        {
            Title = "fills",
            MarketOf = row => row.MarketId,
        });

    /// <summary>Orders of a profile, again with each change: every value of a row may differ from one state of an order to the next.</summary>
    public static HistoryTopic<OrderRecord> OrderHistory { get; } = Add(
        new HistoryTopic<OrderRecord>(
            "order_history",
            TopicKeyKind.Address,
            key => new OrderRecordCodec(key),
            new(
                row => new(row.TransactionVersion, row.Address, row.OrderId, (int)row.OrderType, row.MarketId, row.Price, row.Size, row.LastUpdated, row),
                row => row.LastUpdated ?? row.Timestamp,
                row => row.OrderId))
        {
            Noun = "OrderHistory",
            MarketOf = row => row.MarketId,
        });

    /// <summary>Trades of a market, two rows a match.</summary>
    public static HistoryTopic<Trade> RecentTrades { get; } = Add(
        new HistoryTopic<Trade>(
            "recent_trades",
            TopicKeyKind.Market,
            key => new TradeCodec(key),
            new(
                row => new(row.TransactionVersion, row.Address, row.OrderId ?? row.TradeId, (int)row.OrderType, null, row.Price, row.Size, row.Timestamp),
                row => row.Timestamp))
        {
            Title = "trades",
            MarketOf = row => row.MarketId,
        });

    /// <summary>Deposits to and withdrawals from a profile.</summary>
    public static HistoryTopic<Transfer> Transfers { get; } = Add(
        new HistoryTopic<Transfer>(
            "deposit_withdraw_history",
            TopicKeyKind.Address,
            key => new TransferCodec(key),
            new(
                row => new(row.TransactionVersion, row.Address, null, (int)row.Kind, null, 0, row.Amount, row.Timestamp),
                row => row.Timestamp))
        {
            Title = "transfers",
        });

    /// <summary>Order book of a market.</summary>
    public static OrderBookTopic OrderBook { get; } = Add(new OrderBookTopic());

    /// <summary>All topics that have a model, in the order of their declaration.</summary>
    public static IReadOnlyList<Topic> All => s_all;

    /// <summary>Finds a topic that has a model.</summary>
    /// <param name="name">The name on the wire.</param>
    /// <returns>The topic, or null for a name that is none of those.</returns>
    public static Topic? Find(string name) => s_all.Find(t => t.Name == name);

    private static TTopic Add<TTopic>(TTopic topic)
        where TTopic : Topic
    {
        s_all.Add(topic);
        return topic;
    }
}
