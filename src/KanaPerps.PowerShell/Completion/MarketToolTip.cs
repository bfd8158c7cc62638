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
        string tick = market.TickSize is { } price ? $", tick {Text(price)}" : "";
        string lot = market.LotSize is { } size ? $", lot {Text(size)} {market.Symbol.Split('-')[0]}" : "";
        return $"{market.Symbol}, market {market.MarketId} on {market.Network}{tick}{lot}";
    }

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
