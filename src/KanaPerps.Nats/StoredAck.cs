namespace KanaPerps.Nats;

/// <summary>What a stream answered to a message.</summary>
/// <param name="Sequence">The message's number in the stream, or 0 when it was not stored.</param>
/// <param name="IsDuplicate">Whether the stream has a message of this id already.</param>
/// <param name="IsOutrun">Whether another message of the subject came before it, against what was expected.</param>
/// <param name="Error">Why it was not stored, or null.</param>
public readonly record struct StoredAck(ulong Sequence, bool IsDuplicate, bool IsOutrun, string? Error);
