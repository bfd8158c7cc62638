using System.Globalization;

namespace KanaPerps;

/// <summary>Market ids between the number that users hold and the text that feeds, queries and the venue name a market with.</summary>
internal static class MarketIds
{
    /// <summary>The id as feeds and queries name it.</summary>
    /// <param name="marketId">The id, such as 14.</param>
    /// <returns>Its digits.</returns>
    public static string Text(long marketId) => marketId.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads the id of a feed's key.</summary>
    /// <param name="text">The text, such as 14.</param>
    /// <returns>The id, or null for what is not one.</returns>
    public static long? Read(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long id) ? id : null;
}
