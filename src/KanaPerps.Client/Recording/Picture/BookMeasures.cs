namespace KanaPerps.Recording.Picture;

/// <summary>What a book is measured by.</summary>
internal static class BookMeasures
{
    private const int BasisPoints = 10_000;

    /// <summary>The digits behind the point of a spread in basis points, which is a quotient and seldom ends.</summary>
    public const int SpreadDecimals = 4;

    /// <summary>How far from the mid depth is measured, in basis points.</summary>
    public static IReadOnlyList<int> Distances { get; } = [10, 25, 50];

    /// <summary>The spread in basis points of the mid, rounded; null when a side is missing, or the mid is zero.</summary>
    /// <param name="book">The book.</param>
    public static decimal? Spread(OrderBook book)
    {
        try
        {
            return book is { Spread: { } spread, Mid: { } mid and not 0 } ? decimal.Round(spread / mid * BasisPoints, SpreadDecimals) : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>How far a distance is from a mid, in prices.</summary>
    /// <param name="mid">The mid.</param>
    /// <param name="distance">The distance in basis points.</param>
    public static decimal Reach(decimal mid, int distance) => mid * new decimal(distance, 0, 0, isNegative: false, scale: 4);

    /// <summary>The value of the levels of a side near the mid: price times size, in the quote currency.</summary>
    /// <param name="levels">The levels of a side, best first.</param>
    /// <param name="lowest">The lowest price that counts.</param>
    /// <param name="highest">The highest price that counts.</param>
    /// <returns>The value, or null where decimal can't hold it.</returns>
    public static decimal? Depth(ReadOnlySpan<BookLevel> levels, decimal lowest, decimal highest)
    {
        try
        {
            decimal value = 0;
            foreach (ref readonly BookLevel level in levels)
            {
                if (level.Price < lowest || level.Price > highest)
                {
                    break;
                }

                value += level.Price * level.Size;
            }

            return value;
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
