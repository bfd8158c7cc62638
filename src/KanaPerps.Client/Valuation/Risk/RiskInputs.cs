namespace KanaPerps.Valuation;

/// <summary>What a row of a position is made of.</summary>
/// <param name="Position">The position.</param>
/// <param name="Price">The price, or null.</param>
/// <param name="FundingRate">The funding rate, or null.</param>
/// <param name="IsStale">Whether it may be out of date.</param>
internal readonly record struct RiskInputs(Position Position, decimal? Price, decimal? FundingRate, bool IsStale)
{
    /// <summary>Compares with the row before.</summary>
    /// <param name="before">What that was made of.</param>
    /// <param name="minChangePercent">How far the price must have moved, in percent of the price before.</param>
    /// <returns>How much they differ.</returns>
    public RiskDifference From(in RiskInputs before, decimal minChangePercent) =>
        Equals(before) ? RiskDifference.None
        : IsStale != before.IsStale ? RiskDifference.Urgent
        : minChangePercent == 0 || !Position.Equals(before.Position) || HasMoved(Price, before.Price, minChangePercent) ? RiskDifference.Large
        : RiskDifference.Small;

    private static bool HasMoved(decimal? now, decimal? before, decimal percent)
    {
        if (now is not { } price || before is not { } old)
        {
            return now != before;
        }

        ExactNumber move = ((ExactNumber)price - old).TimesTenTo(2);
        ExactNumber least = (ExactNumber)old * percent;
        return (move.Sign < 0 ? -move : move).CompareTo(least.Sign < 0 ? -least : least) >= 0 && price != old;
    }
}
