namespace KanaPerps.Valuation;

/// <summary>What to do about something that may differ from its last row.</summary>
/// <param name="IsDue">Whether to write a row.</param>
/// <param name="IsHeld">Whether to hold it back.</param>
/// <param name="Until">Until when at most, by the monotonic clock, or null for as long as nothing else happens.</param>
internal readonly record struct RiskDecision(bool IsDue, bool IsHeld, TimeSpan? Until)
{
    /// <summary>There is nothing to write.</summary>
    public static RiskDecision Forget => default;

    /// <summary>A row is due.</summary>
    public static RiskDecision Write => new(true, false, null);

    /// <summary>A row is held back until something happens.</summary>
    public static RiskDecision Hold => new(false, true, null);

    /// <summary>A row is held back until a time.</summary>
    /// <param name="until">The time, by the monotonic clock.</param>
    /// <returns>The decision.</returns>
    public static RiskDecision HoldUntil(TimeSpan until) => new(false, true, until);
}
