using System.Globalization;
using KanaPerps.PowerShell.Formatting;
using KanaPerps.PowerShell.Screens;

namespace KanaPerps.PowerShell.AccountScreen;

/// <summary>Numbers of accounts as a picture shows them: with decimals that stay the same, so that they stand still.</summary>
internal static class AccountCells
{
    private const int MostDecimals = 8;
    private const int NumberWidth = 14;

    /// <summary>A price.</summary>
    /// <param name="marketId">The market.</param>
    /// <param name="price">The price, or null.</param>
    /// <param name="more">How many decimals it has beyond those of the market: averages lie between the ticks.</param>
    public static TextCell Price(long marketId, decimal? price, int more = 0)
    {
        int? decimals = MarketScale.PriceDecimals(marketId) + more;
        return Number(price, decimals ?? 0, decimals ?? MostDecimals);
    }

    /// <summary>A size.</summary>
    public static TextCell Size(long marketId, decimal size) => Number(size, MarketScale.SizeDecimals(marketId) ?? 0, MostDecimals);

    /// <summary>An amount in the quote currency.</summary>
    public static TextCell Money(decimal? amount) => Number(amount, 2, 2);

    /// <summary>A percentage, or another quotient.</summary>
    public static TextCell Ratio(decimal? ratio) => Number(ratio, 2, 2);

    /// <summary>A gain or loss, with its sign.</summary>
    /// <param name="amount">The amount, or null.</param>
    /// <param name="decimals">How many decimals it has.</param>
    public static TextCell Gain(decimal? amount, int decimals) => amount is not { } number
        ? new("")
        : Number(number, decimals, decimals) with { Style = Trend.Style(Math.Sign(number)) } is var cell && number > 0 ? cell with { Text = $"+{cell.Text}" } : cell;

    /// <summary>Long or short, buy or sell, or what an order does.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="isBuy">Whether it is on the side of those who buy, or null when that is not known.</param>
    public static TextCell Side<T>(T value, bool? isBuy)
        where T : struct, Enum => new(value.ToString(), isBuy is { } buy ? Trend.Style(buy ? 1 : -1) : "");

    /// <summary>A time in UTC, with its date when it is not of today.</summary>
    /// <param name="time">The time, or null.</param>
    /// <param name="now">The present time.</param>
    public static TextCell Time(DateTimeOffset? time, DateTimeOffset now) => new(
        time?.UtcDateTime is not { } at ? "" : at.ToString(at.Date == now.UtcDateTime.Date ? "HH:mm:ss" : "MM-dd HH:mm", CultureInfo.InvariantCulture), ShellStyle.Dim);

    /// <summary>An address in short.</summary>
    /// <param name="address">0x and 64 lower-case digits.</param>
    public static string Short(string address) => AccountAddress.Shorten(address) is { Length: > 13 } text ? string.Concat(text.AsSpan(0, 6), "…", text.AsSpan(text.Length - 6)) : AccountAddress.Shorten(address);

    private static TextCell Number(decimal? value, int least, int most) => new(value is { } number ? CellNumbers.Fitting(number, least, most, NumberWidth, CellNumbers.Of(null)) : "");
}
