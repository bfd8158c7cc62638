namespace KanaPerps.Nats;

/// <summary>A message of a stream.</summary>
/// <param name="Sequence">Its number in the stream.</param>
/// <param name="Id">Its id, or null.</param>
/// <param name="Payload">Its content.</param>
public sealed record StoredMessage(ulong Sequence, string? Id, ReadOnlyMemory<byte> Payload);
