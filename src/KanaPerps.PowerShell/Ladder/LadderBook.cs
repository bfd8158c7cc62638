using System.Management.Automation;
using KanaPerps.PowerShell.Formatting;

namespace KanaPerps.PowerShell.Ladder;

/// <summary>What a ladder shows of a book, be it a live one or what a job or a remote session has left of it.</summary>
internal sealed record LadderBook
{
    // As many as the tables show.
    private const int MostDecimals = 8;

    /// <summary>The symbol, or the id of a market without one.</summary>
    public required string Market { get; init; }

    /// <summary>The base asset, such as APT, or null when the market has no symbol.</summary>
    public string? Asset => Market.Split('-') is [string asset, _] ? asset : null;

    public required string Network { get; init; }

    public required DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>What is out of the ordinary, or an empty text.</summary>
    public required string Anomalies { get; init; }

    public required IReadOnlyList<BookLevel> Bids { get; init; }

    public required IReadOnlyList<BookLevel> Asks { get; init; }

    /// <summary>The market's decimals, or more if a price has more.</summary>
    public required int PriceDecimals { get; init; }

    /// <summary>The decimals of the market's lot, or more if a size has more.</summary>
    public required int SizeDecimals { get; init; }

    /// <summary>Best ask less best bid; null when a side is missing, or the numbers are too large to tell.</summary>
    public decimal? Spread => Bids.Count == 0 || Asks.Count == 0 ? null : Try(() => Asks[0].Price - Bids[0].Price);

    /// <summary>Half way between best bid and best ask; null when a side is missing, or the numbers are too large to tell.</summary>
    public decimal? Mid => Bids.Count == 0 || Asks.Count == 0 ? null : Try(() => (Asks[0].Price + Bids[0].Price) / 2);

    public static LadderBook Of(OrderBook book) => Of(book.MarketId, book.Symbol, book.Network, book.ReceivedAt, book.Anomalies.ToString(), book.Bids, book.Asks);

    /// <summary>Reads a book property by property.</summary>
    /// <param name="book">An order book, or what deserialising made of one.</param>
    /// <returns>The book. What is missing or unreadable is left out.</returns>
    public static LadderBook Of(PSObject book) => book.BaseObject is OrderBook live
        ? Of(live)
        : Of(
            StoredBook.Read<long>(book, nameof(OrderBook.MarketId)),
            StoredBook.Read<string>(book, nameof(OrderBook.Symbol)) is { Length: > 0 } symbol ? symbol : null,
            StoredBook.Read<string>(book, nameof(OrderBook.Network)) ?? "",
            CellRow.Time(book.Properties[nameof(OrderBook.ReceivedAt)]?.Value),
            StoredBook.Read<string>(book, nameof(OrderBook.Anomalies)) ?? "",
            StoredBook.Levels(book, nameof(OrderBook.Bids)),
            StoredBook.Levels(book, nameof(OrderBook.Asks)));

    private static LadderBook Of(
        long marketId, string? symbol, string network, DateTimeOffset? receivedAt, string anomalies, IReadOnlyList<BookLevel> bids, IReadOnlyList<BookLevel> asks)
    {
        IEnumerable<BookLevel> levels = bids.Concat(asks);
        return new LadderBook
        {
            Market = symbol ?? MarketIds.Text(marketId),
            Network = network,
            ReceivedAt = receivedAt,
            Anomalies = anomalies == nameof(BookAnomalies.None) ? "" : anomalies,
            Bids = bids,
            Asks = asks,
            PriceDecimals = levels.Select(l => Decimals(l.Price)).Append(MarketScale.PriceDecimals(marketId) ?? 0).Max(),
            SizeDecimals = levels.Select(l => Decimals(l.Size)).Append(MarketScale.SizeDecimals(marketId) ?? 0).Max(),
        };
    }

    private static int Decimals(decimal number) => Math.Min(MostDecimals, (int)DecimalRange.WithoutTrailingZeros(number).Scale);

    private static decimal? Try(Func<decimal> calculation)
    {
        try
        {
            return calculation();
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
