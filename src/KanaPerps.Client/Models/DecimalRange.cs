namespace KanaPerps;

/// <summary>Sums of what the venue sends, near the limits of <see cref="decimal"/>: a property never throws.</summary>
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

    /// <summary>The number half way between two, or null when one is missing.</summary>
    public static decimal? Middle(decimal? first, decimal? second) => Sum(first, second) is { } sum ? sum / 2 : (first / 2) + (second / 2);
}
