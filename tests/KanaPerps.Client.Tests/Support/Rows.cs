using KanaPerps.Wire;

namespace KanaPerps.Client.Tests;

/// <summary>Makes rows of which only what matters to a test is said.</summary>
internal static class Rows
{
    public static Position Position(string tradeId, decimal size = 1, ulong? version = null, long? updated = null, PositionSide side = PositionSide.Long) => new()
    {
        MarketId = 14,
        TradeId = tradeId,
        Size = size,
        Side = side,
        TransactionVersion = version,
        LastUpdated = updated is { } seconds ? Decode.Seconds(seconds) : null,
    };

    public static Fill Fill(string orderId, long time, ulong? version = null, decimal size = 1, OrderType orderType = OrderType.OpenLong) => new()
    {
        MarketId = 14,
        OrderId = orderId,
        TradeId = "1",
        Size = size,
        OrderType = orderType,
        Timestamp = Decode.Seconds(time),
        TransactionVersion = version,
    };

    public static FundingRate FundingRate(string symbol, long marketId, decimal rate = 0.00001m) => new() { Symbol = symbol, MarketId = marketId, Rate = rate };

    public static OrderRecord Order(string orderId, string status, long updated) => new()
    {
        MarketId = 14,
        OrderId = orderId,
        Status = status,
        LastUpdated = Decode.Seconds(updated),
    };

    /// <summary>A message in which nothing is wrong, or some row is bad.</summary>
    public static DecodedMessage<T> Message<T>(T[] rows, bool complete = true) =>
        new(rows, complete ? null : new WireProblem(BadMessageReason.BadRow, "size is missing", "{}"));
}
