namespace KanaPerps.Wire;

/// <summary>What is known of a message beside its rows.</summary>
/// <param name="ReceivedAt">When it was received.</param>
/// <param name="IsComplete">Whether every row could be read.</param>
/// <param name="Inexact">The properties whose numbers were rounded, once for each number. Valid during the call only.</param>
internal readonly record struct MessageFacts(DateTimeOffset ReceivedAt, bool IsComplete, IReadOnlyList<string> Inexact);
