namespace KanaPerps.Wire;

/// <summary>
/// What tells one row of a history list from another. The venue gives fills no id, and <c>trade_id</c> names a position's life, so
/// everything that can differ between two fills is in here. Rows of one message that are still alike are two, and counted apart.
/// </summary>
internal readonly record struct RowIdentity(
    ulong? Version,
    string? Address,
    string? Id,
    int Code,
    string? Detail,
    decimal Price,
    decimal Size,
    DateTimeOffset? Time)
{
    /// <summary>Hashes what mostly differs: two rows that agree in this rarely differ in the rest.</summary>
    /// <returns>The hash.</returns>
    public override int GetHashCode() => HashCode.Combine(Version, Time, Id, Size, Code);
}
