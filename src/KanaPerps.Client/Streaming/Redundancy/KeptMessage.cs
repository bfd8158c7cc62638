namespace KanaPerps.Streaming.Redundancy;

/// <summary>A message that waits in case that the other connection does not bring it.</summary>
/// <param name="Fingerprint">What tells it from others.</param>
/// <param name="Payload">The message.</param>
/// <param name="IsBinary">Whether the peer called it binary, and not text.</param>
/// <param name="At">When it came, by the monotonic clock.</param>
/// <param name="ReceivedAt">When it came, in UTC.</param>
internal sealed record KeptMessage(ulong Fingerprint, byte[] Payload, bool IsBinary, TimeSpan At, DateTimeOffset ReceivedAt) : IKeptMessage
{
    /// <inheritdoc/>
    public int Size => Payload.Length;
}
