using KanaPerps.Streaming;

namespace KanaPerps.Bridging;

/// <summary>A line to publish: a message of a feed as a recording has it, or a notice.</summary>
/// <param name="bytes">The line.</param>
/// <param name="stamp">The clock's time stamp of when it came.</param>
/// <param name="payloadStart">Where the venue's message begins in it, for a message.</param>
/// <param name="notice">The notice, or null for a message.</param>
internal sealed class BridgeLine(ReadOnlyMemory<byte> bytes, long stamp, int payloadStart, StreamNotice? notice)
{
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    public long Stamp { get; } = stamp;

    public StreamNotice? Notice { get; } = notice;

    /// <summary>Its number within the term, once it was sent.</summary>
    public long Sequence { get; set; }

    /// <summary>The venue's message, which is the same in the lines of all bridges.</summary>
    public ReadOnlySpan<byte> Payload => Bytes.Span[payloadStart..^1];
}
