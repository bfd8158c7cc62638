namespace KanaPerps.Topics;

/// <summary>
/// What tells one row of a history list from another. The venue gives fills no id, and <c>trade_id</c> names a position's life, so
/// everything that can differ between two fills is in here. Rows of one message that are still alike are two, and counted apart.
/// </summary>
/// <param name="Version">The ledger version.</param>
/// <param name="Address">The account.</param>
/// <param name="Id">The id of the order, or of the position's life.</param>
/// <param name="Code">The order type, or the kind.</param>
/// <param name="MarketId">The market, where the list is of more than one.</param>
/// <param name="Price">The price.</param>
/// <param name="Size">The size or the amount.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Values">The row itself where every value of it counts, as of an order whose row changes; else null.</param>
internal readonly record struct RowIdentity(
    ulong? Version,
    string? Address,
    string? Id,
    int Code,
    long? MarketId,
    decimal Price,
    decimal Size,
    DateTimeOffset? Time,
    VenueRow? Values = null)
{
    /// <summary>Hashes what mostly differs: two rows that agree in this rarely differ in the rest.</summary>
    /// <returns>The hash.</returns>
    public override int GetHashCode() => HashCode.Combine(Version, Time, Id, Size, Code);
}
