namespace KanaPerps.Topics;

/// <summary>What a feed's memory noticed about a message.</summary>
/// <param name="Completeness">What it says about the time since the message before.</param>
/// <param name="IsOutOfOrder">Whether the message is older than the one before.</param>
/// <param name="IsGap">Whether rows may be missing before it although no connection was lost.</param>
/// <param name="IsLastGap">Whether further ones like it are told no more, since no list has repeated a row so far.</param>
/// <param name="KnownUntil">The time of the newest row that was known before, or null: what a possible gap begins with.</param>
internal readonly record struct MemoryReport(Completeness Completeness, bool IsOutOfOrder = false, bool IsGap = false, bool IsLastGap = false, DateTimeOffset? KnownUntil = null);
