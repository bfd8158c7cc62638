using KanaPerps.Wire;

namespace KanaPerps.Transport;

/// <summary>A whole message as it came off the connection.</summary>
internal readonly ref struct ReceivedMessage
{
    public ReceivedMessage(ReadOnlySpan<byte> payload, bool isBinary)
    {
        Payload = payload;
        IsBinary = isBinary;
    }

    /// <summary>The bytes, where they were received.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Whether the peer called it binary, and not text.</summary>
    public bool IsBinary { get; }

    /// <summary>A notice of the feed that a bridge has, which comes in place of a message; else null. What it says is the feed's business.</summary>
    public object? Notice { get; init; }

    /// <summary>What came in place of a message from a broker and is not a bridge's; else null.</summary>
    public WireProblem? Problem { get; init; }

    /// <summary>When it had arrived, in UTC, of a message that was kept since; else null.</summary>
    public DateTimeOffset? KeptSince { get; init; }

    /// <summary>Whether it came of the second of two connections, beside the one that is followed.</summary>
    public bool IsOfStandby { get; init; }
}
