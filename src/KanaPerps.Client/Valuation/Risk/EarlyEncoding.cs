namespace KanaPerps.Valuation;

/// <summary>
/// Recognizes rows in the encoding of early 2025: whole ticks, lots and millionths, and no ledger version. A row of the present encoding that happens to
/// have whole numbers only and no version is taken for one as well; it is not valued then, which is not wrong.
/// </summary>
internal static class EarlyEncoding
{
    /// <summary>Whether a position is in the early encoding.</summary>
    /// <param name="position">The position.</param>
    /// <returns>Whether it is.</returns>
    public static bool Has(Position position) =>
        position.TransactionVersion is null && position is { EntryPrice.Scale: 0, Size.Scale: 0, Value.Scale: 0, Margin.Scale: 0 };

    /// <summary>Whether a book is in the early encoding.</summary>
    /// <param name="book">The book.</param>
    /// <returns>Whether it is; a book without levels is not.</returns>
    public static bool Has(OrderBook book)
    {
        foreach (ref readonly BookLevel level in book.AllLevels)
        {
            if (level.Version != 0 || level is not { Price.Scale: 0, Size.Scale: 0 })
            {
                return false;
            }
        }

        return !book.AllLevels.IsEmpty;
    }

    /// <summary>Whether a trade is in the early encoding.</summary>
    /// <param name="trade">The trade.</param>
    /// <returns>Whether it is.</returns>
    public static bool Has(Trade trade) => trade.TransactionVersion is null && trade is { Price.Scale: 0, Size.Scale: 0, OrderValue.Scale: 0, Fee.Scale: 0 };
}
