using KanaPerps.Wire;
using KanaPerps.Wire.Codecs;

namespace KanaPerps.Topics;

/// <summary>The topics of the venue: one line each.</summary>
public static class KanaTopics
{
    /// <summary>Open positions of a profile.</summary>
    public static StateTopic<Position> Positions { get; } =
        new("positions", TopicKeyKind.Address, key => new PositionCodec(key), row => new(row.TradeId, row.MarketId, (int)row.Side));

    /// <summary>Resting orders of a profile.</summary>
    public static StateTopic<OpenOrder> OpenOrders { get; } =
        new("open_orders", TopicKeyKind.Address, key => new OpenOrderCodec(key), row => new(row.OrderId));

    /// <summary>Funding rates of all markets, sorted by market: the venue sends them in no order.</summary>
    public static StateTopic<FundingRate> FundingRates { get; } = new(
        "live_funding_rate",
        TopicKeyKind.None,
        _ => new FundingRateCodec(null),
        row => new(null, row.MarketId),
        Comparer<FundingRate>.Create((left, right) => string.CompareOrdinal(left.Symbol, right.Symbol) is not 0 and int order ? order : left.MarketId.CompareTo(right.MarketId)));

    /// <summary>Fills of a profile's orders. Nothing in a row identifies a fill, so everything that can differ does.</summary>
    public static HistoryTopic<Fill> Fills { get; } = new(
        "trade_history",
        TopicKeyKind.Address,
        key => new FillCodec(key),
        new(
            row => new(row.TransactionVersion, row.Address, row.OrderId ?? row.TradeId, (int)row.OrderType, row.MarketId, row.Price, row.Size, row.Timestamp),
            row => row.Timestamp));

    /// <summary>Orders of a profile, again with each change: every value of a row may differ from one state of an order to the next.</summary>
    public static HistoryTopic<OrderRecord> OrderHistory { get; } = new(
        "order_history",
        TopicKeyKind.Address,
        key => new OrderRecordCodec(key),
        new(
            row => new(row.TransactionVersion, row.Address, row.OrderId, (int)row.OrderType, row.MarketId, row.Price, row.Size, row.LastUpdated, row),
            row => row.LastUpdated ?? row.Timestamp,
            row => row.OrderId));

    /// <summary>Trades of a market, two rows a match.</summary>
    public static HistoryTopic<Trade> RecentTrades { get; } = new(
        "recent_trades",
        TopicKeyKind.Market,
        key => new TradeCodec(key),
        new(
            row => new(row.TransactionVersion, row.Address, row.OrderId ?? row.TradeId, (int)row.OrderType, null, row.Price, row.Size, row.Timestamp),
            row => row.Timestamp));

    /// <summary>Deposits to and withdrawals from a profile.</summary>
    public static HistoryTopic<Transfer> Transfers { get; } = new(
        "deposit_withdraw_history",
        TopicKeyKind.Address,
        key => new TransferCodec(key),
        new(
            row => new(row.TransactionVersion, row.Address, null, (int)row.Kind, null, 0, row.Amount, row.Timestamp),
            row => row.Timestamp));

    /// <summary>Order book of a market.</summary>
    public static OrderBookTopic OrderBook { get; } = new();

    /// <summary>All topics that have a model.</summary>
    public static IReadOnlyList<Topic> All { get; } =
        [Positions, OpenOrders, FundingRates, Fills, OrderHistory, RecentTrades, Transfers, OrderBook];
}
