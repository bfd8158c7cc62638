using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Valuation.Risk;

/// <summary>Makes positions, books and feeds for the tests of risk.</summary>
internal static class RiskRows
{
    public static FeedKey Account { get; } = new(KanaEndpoint.Mainnet, KanaTopics.Positions.Name, Decode.CurrentAddress);

    public static FeedKey Funding { get; } = new(KanaEndpoint.Mainnet, KanaTopics.FundingRates.Name, null);

    public static FeedKey BookFeed(long marketId = 14) => new(KanaEndpoint.Mainnet, KanaTopics.OrderBook.Name, MarketIds.Text(marketId));

    public static FeedKey TradeFeed(long marketId = 14) => new(KanaEndpoint.Mainnet, KanaTopics.RecentTrades.Name, MarketIds.Text(marketId));

    /// <summary>A long of 10 at 5.00 with a margin of 5 and a liquidation at 4.50, unless said otherwise.</summary>
    public static Position Position(
        string tradeId = "1",
        PositionSide side = PositionSide.Long,
        decimal size = 10.0m,
        decimal entry = 5.00m,
        decimal margin = 5.0m,
        decimal liquidation = 4.50m,
        long marketId = 14,
        RowChange change = RowChange.New) => new()
        {
            MarketId = marketId,
            Symbol = MarketTable.SymbolOf(marketId),
            TradeId = tradeId,
            Side = side,
            Size = size,
            EntryPrice = entry,
            Margin = margin,
            LiquidationPrice = liquidation,
            Leverage = 10,
            Value = 50,
            Change = change,
            Address = Decode.CurrentAddress,
            TransactionVersion = 1,
            ReceivedAt = Decode.ReceivedAt,
        };

    public static OrderBook Book(decimal? bid, decimal? ask, DateTimeOffset? receivedAt = null, long marketId = 14, ulong version = 1)
    {
        BookLevel[] bids = bid is { } low ? [new BookLevel(low, 1, null, version)] : [];
        BookLevel[] asks = ask is { } high ? [new BookLevel(high, 1, null, version)] : [];
        return new OrderBook(marketId, [.. bids, .. asks], bids.Length, BookAnomalies.None, "Mainnet", receivedAt ?? Decode.ReceivedAt, []);
    }

    public static Trade Trade(decimal price, long seconds, DateTimeOffset? receivedAt = null) => new()
    {
        MarketId = 14,
        Price = price,
        Size = 1.5m,
        Timestamp = Decode.Seconds(seconds),
        TransactionVersion = 1,
        ReceivedAt = receivedAt ?? Decode.ReceivedAt,
    };

    /// <summary>The notice that a feed has lost its connection.</summary>
    public static ReconnectingNotice Loss(FeedKey feed) => new()
    {
        Feed = feed,
        At = default,
        Reason = "reset",
        Kind = KanaErrorKind.ConnectFailed,
        Attempt = 1,
        Delay = default,
        WasConnected = true,
        BeginsOutage = true,
    };
}
