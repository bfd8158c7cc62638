namespace KanaPerps;

/// <summary>Sums and products of what the venue sends, near the limits of <see cref="decimal"/>: a property never throws.</summary>
internal static class DecimalRange
{
    /// <summary>The sum, or null when there is none or decimal can't hold it.</summary>
    public static decimal? Sum(decimal? first, decimal? second)
    {
        try
        {
            return first + second;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>The product, or null when there is none or decimal can't hold it.</summary>
    public static decimal? Product(decimal? first, decimal? second)
    {
        try
        {
            return first * second;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>A number of smallest units in whole units, without trailing zeros.</summary>
    /// <param name="units">The smallest units, or null.</param>
    /// <param name="decimals">The decimals of the smallest unit, or null.</param>
    /// <returns>The whole units, or null when one is missing or the decimals are more than decimal has.</returns>
    public static decimal? Whole(decimal? units, int? decimals) =>
        decimals is >= 0 and <= 28 && units * new decimal(1, 0, 0, false, (byte)decimals) is { } whole ? WithoutTrailingZeros(whole) : null;

    /// <summary>The same number without trailing zeros: a division by one that has all of its own takes them away.</summary>
    public static decimal WithoutTrailingZeros(decimal number) => number / 1.0000000000000000000000000000m;

    /// <summary>The number half way between two, or null when one is missing.</summary>
    public static decimal? Middle(decimal? first, decimal? second) => Sum(first, second) is { } sum ? sum / 2 : (first / 2) + (second / 2);
}
