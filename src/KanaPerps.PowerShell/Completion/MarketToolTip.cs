using System.Globalization;

namespace KanaPerps.PowerShell;

/// <summary>What completion says about a market.</summary>
internal static class MarketToolTip
{
    /// <summary>Its symbol, id and network, with the tick and the lot in units of the quote and the base asset.</summary>
    /// <param name="market">The market.</param>
    /// <returns>The text.</returns>
    public static string Of(Market market)
    {
        string tick = Scaled(market.TickSize, market.PriceDecimals) is { } price ? $", tick {price}" : "";
        string lot = Scaled(market.LotSize, market.BaseDecimals) is { } size ? $", lot {size} {market.Symbol.Split('-')[0]}" : "";
        return $"{market.Symbol}, market {market.MarketId} on {market.Network}{tick}{lot}";
    }

    private static string? Scaled(decimal? units, int? decimals)
    {
        if (units is not { } value || decimals is not { } digits)
        {
            return null;
        }

        for (int i = 0; i < digits; i++)
        {
            value /= 10;
        }

        return value.ToString("0.############################", CultureInfo.InvariantCulture);
    }
}
