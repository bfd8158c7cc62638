using System.Management.Automation;
using KanaPerps.PowerShell.Formatting;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>What positions are valued from, live or read property by property, as a job or a file has left it.</summary>
internal static class RiskInput
{
    /// <summary>The object itself, or what is left of one.</summary>
    /// <param name="source">The object.</param>
    /// <returns>A position, a book, a trade, a funding rate or a notice; or null when it is something else, or has no time.</returns>
    public static object? Read(PSObject source) => source.BaseObject switch
    {
        StreamNotice notice => notice,
        OrderBook book => book.ReceivedAt == default ? null : book,
        Position or Trade or FundingRate => (VenueRow)source.BaseObject is { ReceivedAt: var at } row && at != default ? row : null,
        PSCustomObject when CellRow.Time(CellRow.Value(source, nameof(VenueRow.ReceivedAt))) is { } at =>
            ToPosition(source, at) ?? ToRate(source, at) ?? ToTrade(source) ?? (object?)StoredBook.ToBook(source) ?? ToTopOfBook(source, at),
        _ => null,
    };

    // The risk of a position, which has most of its properties, has neither of the last two.
    private static Position? ToPosition(PSObject source, DateTimeOffset receivedAt) =>
        StoredBook.Read<long?>(source, nameof(Position.MarketId)) is { } marketId
        && StoredBook.Read<PositionSide?>(source, nameof(Position.Side)) is { } side
        && StoredBook.Read<decimal?>(source, nameof(Position.Size)) is { } size
        && StoredBook.Read<decimal?>(source, nameof(Position.EntryPrice)) is { } entryPrice
        && StoredBook.Read<decimal?>(source, nameof(Position.LiquidationPrice)) is { } liquidationPrice
        && StoredBook.Read<decimal?>(source, nameof(Position.Margin)) is { } margin
        && StoredBook.Read<decimal?>(source, nameof(Position.Value)) is { } value
        && Has(source, nameof(Position.TransactionVersion))
            ? new Position
            {
                Change = StoredBook.Read<RowChange>(source, nameof(Position.Change)),
                MarketId = marketId,
                Symbol = Text(source, nameof(Position.Symbol)) ?? MarketTable.SymbolOf(marketId),
                Side = side,
                Size = size,
                EntryPrice = entryPrice,
                LiquidationPrice = liquidationPrice,
                Margin = margin,
                Value = value,
                Leverage = StoredBook.Read<decimal>(source, nameof(Position.Leverage)),
                TakeProfit = StoredBook.Read<decimal?>(source, nameof(Position.TakeProfit)),
                StopLoss = StoredBook.Read<decimal?>(source, nameof(Position.StopLoss)),
                AvailableOrderSize = StoredBook.Read<decimal?>(source, nameof(Position.AvailableOrderSize)),
                TradeId = Text(source, nameof(Position.TradeId)),
                Address = Text(source, nameof(Position.Address)),
                Wallet = Text(source, nameof(Position.Wallet)),
                LastUpdated = CellRow.Time(CellRow.Value(source, nameof(Position.LastUpdated))),
                TransactionVersion = StoredBook.Read<ulong?>(source, nameof(Position.TransactionVersion)),
                Network = Text(source, nameof(Position.Network)) ?? "",
                ReceivedAt = receivedAt,
                InexactFields = Inexact(source),
            }
            : null;

    private static FundingRate? ToRate(PSObject source, DateTimeOffset receivedAt) =>
        Has(source, nameof(FundingRate.FundingTimestamp))
        && StoredBook.Read<long?>(source, nameof(FundingRate.MarketId)) is { } marketId
        && StoredBook.Read<decimal?>(source, nameof(FundingRate.Rate)) is { } rate
            ? new FundingRate
            {
                Change = StoredBook.Read<RowChange>(source, nameof(FundingRate.Change)),
                MarketId = marketId,
                Rate = rate,
                Network = Text(source, nameof(FundingRate.Network)) ?? "",
                ReceivedAt = receivedAt,
            }
            : null;

    // Fills and orders have the properties of a trade too, and a wallet beside them.
    private static Trade? ToTrade(PSObject source) => Has(source, nameof(Position.Wallet)) ? null : StoredTrade.ToTrade(source);

    // A row of a CSV file has the number of levels in their place, JSON of little depth a text for each, and both have the best prices.
    private static OrderBook? ToTopOfBook(PSObject source, DateTimeOffset receivedAt)
    {
        if (!Has(source, nameof(OrderBook.Bids)) || !Has(source, nameof(OrderBook.Asks)) || StoredBook.Read<long?>(source, nameof(OrderBook.MarketId)) is not { } marketId)
        {
            return null;
        }

        BookLevel[] bids = BestLevel(source, nameof(OrderBook.BestBid), nameof(OrderBook.BestBidSize));
        BookLevel[] asks = BestLevel(source, nameof(OrderBook.BestAsk), nameof(OrderBook.BestAskSize));
        return new OrderBook(marketId, [.. bids, .. asks], bids.Length, BookAnomalies.None, Text(source, nameof(OrderBook.Network)) ?? "", receivedAt, Inexact(source));
    }

    private static BookLevel[] BestLevel(PSObject source, string price, string size) =>
        StoredBook.Read<decimal?>(source, price) is { } best ? [new BookLevel(best, StoredBook.Read<decimal>(source, size), null, null)] : [];

    private static bool Has(PSObject source, string property) => source.Properties[property] is not null;

    private static string? Text(PSObject source, string property) => StoredBook.Read<string>(source, property) is { Length: > 0 } text ? text : null;

    private static PropertyNames Inexact(PSObject source) => PropertyNames.Of(StoredBook.Read<string[]>(source, nameof(VenueRow.InexactFields)) ?? []);
}
