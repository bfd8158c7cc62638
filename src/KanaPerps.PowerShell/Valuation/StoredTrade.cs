using System.Management.Automation;
using KanaPerps.PowerShell.Formatting;

namespace KanaPerps.PowerShell;

/// <summary>A trade read property by property, as a job or a file has left it.</summary>
internal static class StoredTrade
{
    /// <summary>The trade itself, or one with what is left of it.</summary>
    /// <param name="source">The object.</param>
    /// <returns>The trade, or null when it is another kind of object or has no market, price or size.</returns>
    public static Trade? ToTrade(PSObject source)
    {
        if (source.BaseObject is Trade live)
        {
            return live;
        }

        if (source.BaseObject is not PSCustomObject
            || source.Properties[nameof(Trade.Timestamp)] is null
            || StoredBook.Read<long?>(source, nameof(Trade.MarketId)) is not { } marketId
            || StoredBook.Read<decimal?>(source, nameof(Trade.Price)) is not { } price
            || StoredBook.Read<decimal?>(source, nameof(Trade.Size)) is not { } size)
        {
            return null;
        }

        return new Trade
        {
            MarketId = marketId,
            Symbol = StoredBook.Read<string>(source, nameof(Trade.Symbol)) is { Length: > 0 } symbol ? symbol : MarketTable.SymbolOf(marketId),
            Timestamp = CellRow.Time(source.Properties[nameof(Trade.Timestamp)].Value),
            OrderType = StoredBook.Read<OrderType>(source, nameof(Trade.OrderType)),
            Price = price,
            Size = size,
            Fee = StoredBook.Read<decimal>(source, nameof(Trade.Fee)),
            TransactionVersion = StoredBook.Read<ulong?>(source, nameof(Trade.TransactionVersion)),
            Network = StoredBook.Read<string>(source, nameof(Trade.Network)) ?? "",
            ReceivedAt = CellRow.Time(source.Properties[nameof(Trade.ReceivedAt)]?.Value) ?? default,
            InexactFields = PropertyNames.Of(StoredBook.Read<string[]>(source, nameof(Trade.InexactFields)) ?? []),
        };
    }
}
