namespace KanaPerps.PowerShell.Formatting;

/// <summary>How many decimals the prices and sizes of a market have, from the built-in table alone: a view never calls the venue.</summary>
internal static class MarketScale
{
    /// <summary>The decimals of a price.</summary>
    /// <param name="marketId">The market's id.</param>
    /// <returns>The number of decimals, or null for a market that is not in the table.</returns>
    public static int? PriceDecimals(long? marketId) => MarketTable.Find(marketId)?.PriceDecimals;

    /// <summary>The decimals of a size: as many as its lot has in units of the base asset.</summary>
    /// <param name="marketId">The market's id.</param>
    /// <returns>The number of decimals, or null for a market that is not in the table.</returns>
    public static int? SizeDecimals(long? marketId) =>
        MarketTable.Find(marketId)?.LotSize?.Scale;
}
