using KanaPerps.Streaming;
using KanaPerps.Streaming.Redundancy;
using KanaPerps.Wire;

namespace KanaPerps.Bridging;

/// <summary>A line to publish: a message of a feed as a recording has it, or a notice.</summary>
/// <param name="bytes">The line.</param>
/// <param name="at">When it came, by the queue's clock.</param>
/// <param name="payloadStart">Where the venue's message begins in it, for a message.</param>
/// <param name="notice">The notice, or null for a message.</param>
internal sealed class BridgeLine(ReadOnlyMemory<byte> bytes, TimeSpan at, int payloadStart, StreamNotice? notice) : IKeptMessage
{
    private ulong? _fingerprint;

    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <inheritdoc/>
    public TimeSpan At { get; } = at;

    /// <inheritdoc/>
    public int Size => Bytes.Length;

    public StreamNotice? Notice { get; } = notice;

    /// <summary>Its number within the term, once it was sent.</summary>
    public long Sequence { get; set; }

    /// <summary>The venue's message, which is the same in the lines of all bridges.</summary>
    public ReadOnlySpan<byte> Payload => Bytes.Span[payloadStart..^1];

    /// <inheritdoc/>
    public ulong Fingerprint => _fingerprint ??= MessageFingerprint.Of(Payload);
}
