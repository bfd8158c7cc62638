namespace KanaPerps.Streaming;

/// <summary>What a feed's memory noticed about a message.</summary>
/// <param name="Completeness">Should this be the first message after a loss: what it says about the time between.</param>
/// <param name="KnownUntil">The time of the newest row that was known before, or null: what a possible gap begins with.</param>
/// <param name="IsOutOfOrder">Whether the message is older than the one before.</param>
internal readonly record struct MemoryReport(Completeness Completeness, bool IsOutOfOrder = false, DateTimeOffset? KnownUntil = null);
