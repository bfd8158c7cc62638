namespace KanaPerps.Valuation;

/// <summary>A price to value a position with.</summary>
/// <param name="Value">The price, or null when the market has none.</param>
/// <param name="ReceivedAt">When what it comes from had been received, or null when nothing has come.</param>
/// <param name="Age">How old that is.</param>
/// <param name="IsInexact">Whether it was rounded when it was read.</param>
internal readonly record struct RiskPrice(decimal? Value, DateTimeOffset? ReceivedAt, TimeSpan Age, bool IsInexact);
