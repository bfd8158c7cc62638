namespace KanaPerps.Topics;

/// <summary>What one message means to every subscriber of its feed.</summary>
/// <typeparam name="T">The model.</typeparam>
/// <param name="Items">The rows, oldest first where they are history.</param>
/// <param name="IsInitial">Whether this is what was there before the subscriber came, not something that happened since.</param>
/// <param name="IsComplete">Whether a row that is not in here does not exist: false when some row could not be read.</param>
/// <param name="RepeatedAt">When the same rows were received once more, byte for byte; null for rows that say it themselves.</param>
internal readonly record struct Delivery<T>(T[] Items, bool IsInitial, bool IsComplete, DateTimeOffset? RepeatedAt = null);
