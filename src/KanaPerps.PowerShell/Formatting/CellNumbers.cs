using System.Globalization;

namespace KanaPerps.PowerShell.Formatting;

/// <summary>
/// Numbers as people of a culture write them, in columns: with its decimal separator, without group separators, and with signs of one character.
/// Right-to-left cultures put an invisible mark beside the minus, which would be one more character to the table and steer what follows it.
/// </summary>
internal static class CellNumbers
{
    private const int MostDecimals = 12;

    // Indices: the decimals that are always shown, and those that are shown where the value has them.
    private static readonly string[][] s_patterns =
        [.. Enumerable.Range(0, MostDecimals + 1).Select(least => Enumerable.Range(0, MostDecimals + 1).Select(most => Pattern(least, most)).ToArray())];

    /// <summary>The number format for a culture's columns.</summary>
    public static NumberFormatInfo Of(IFormatProvider? culture)
    {
        NumberFormatInfo numbers = NumberFormatInfo.GetInstance(culture ?? CultureInfo.CurrentCulture);
        if (numbers.NegativeSign.Length == 1 && numbers.PositiveSign.Length == 1)
        {
            return numbers;
        }

        NumberFormatInfo plain = (NumberFormatInfo)numbers.Clone();
        plain.NegativeSign = "-";
        plain.PositiveSign = "+";
        return plain;
    }

    /// <summary>At least so many decimals, and more where the value has them.</summary>
    /// <param name="value">The number.</param>
    /// <param name="least">The decimals that are always shown.</param>
    /// <param name="most">The most decimals, up to 12.</param>
    /// <param name="numbers">How numbers are written.</param>
    public static string Between(decimal value, int least, int most, NumberFormatInfo numbers) =>
        value.ToString(s_patterns[Math.Clamp(least, 0, MostDecimals)][Math.Clamp(most, 0, MostDecimals)], numbers);

    /// <summary>The same, with fewer decimals where the number would not fit, and with an exponent where its whole digits would not: no digit is cut.</summary>
    /// <param name="value">The number.</param>
    /// <param name="least">The decimals that are shown where there is room.</param>
    /// <param name="most">The most decimals, up to 12.</param>
    /// <param name="width">The characters that there are.</param>
    /// <param name="numbers">How numbers are written.</param>
    public static string Fitting(decimal value, int least, int most, int width, NumberFormatInfo numbers)
    {
        string text = Between(value, least, most, numbers);
        int decimals = Math.Min(most, text.Length);
        while (text.Length > width && decimals > 0)
        {
            decimals = Math.Min(decimals - 1, Math.Max(0, width - 1));
            text = Between(value, Math.Min(least, decimals), decimals, numbers);
        }

        for (int digits = width; text.Length > width && digits >= 0; digits--)
        {
            text = value.ToString("0." + new string('#', digits) + "e+0", numbers);
        }

        return text;
    }

    /// <summary>All digits of a number that are worth reading: a quotient has 28 of them. The object keeps them all.</summary>
    /// <param name="value">The number.</param>
    /// <param name="numbers">How numbers are written.</param>
    /// <returns>The number, with at most twelve decimals, or twelve digits behind the zeros of a smaller one.</returns>
    public static string Readable(decimal value, NumberFormatInfo numbers)
    {
        decimal size = Math.Abs(value);
        int decimals = MostDecimals;
        for (; size is > 0 and < 0.1m && decimals < 28; size *= 10)
        {
            decimals++;
        }

        return value.Scale > decimals ? Math.Round(value, decimals).ToString(numbers) : value.ToString(numbers);
    }

    private static string Pattern(int least, int most) => "0." + new string('0', least) + new string('#', Math.Max(0, most - least));
}
