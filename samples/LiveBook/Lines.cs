namespace KanaPerps.Samples.LiveBook;

/// <summary>One line for each kind of object.</summary>
internal static class Lines
{
    public static string OfBook(OrderBook book) =>
        FormattableString.Invariant($"{book.ReceivedAt:HH:mm:ss.f}  book      {book.Symbol,-8} {book.BestBidSize,10} @ {book.BestBid,-8} | {book.BestAsk,8} @ {book.BestAskSize,-10} {book.Bids.Count} bids, {book.Asks.Count} asks");

    public static string OfTrade(Trade trade) =>
        FormattableString.Invariant($"{trade.ReceivedAt:HH:mm:ss.f}  trade     {trade.Symbol,-8} {trade.Side,-5} {trade.Size,10} @ {trade.Price}");

    public static string OfPosition(Position position) =>
        FormattableString.Invariant($"{position.ReceivedAt:HH:mm:ss.f}  position  {position.Symbol,-8} {position.Side,-5} {position.Size,10} @ {position.EntryPrice}, {position.Leverage}x, {position.Change}");
}
