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
        MarketTable.Find(marketId) is { LotSize: { } lot, BaseDecimals: { } decimals } ? Scaled(lot, decimals).Scale : null;

    /// <summary>A number of smallest units in whole units, without trailing zeros.</summary>
    /// <param name="units">The smallest units.</param>
    /// <param name="decimals">The decimals of the smallest unit, 0 to 28.</param>
    /// <returns>The number in whole units.</returns>
    public static decimal Scaled(decimal units, int decimals)
    {
        decimal value = units * new decimal(1, 0, 0, false, (byte)Math.Clamp(decimals, 0, 28));
        return value / 1.0000000000000000000000000000m;
    }
}
