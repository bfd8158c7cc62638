using System.Net.WebSockets;

namespace KanaPerps.Streaming;

/// <summary>A whole message as it came off the socket.</summary>
internal readonly ref struct ReceivedFrame
{
    public ReceivedFrame(WebSocketMessageType type, ReadOnlySpan<byte> payload)
    {
        Type = type;
        Payload = payload;
    }

    /// <summary>Text or binary.</summary>
    public WebSocketMessageType Type { get; }

    /// <summary>The bytes, where they were received.</summary>
    public ReadOnlySpan<byte> Payload { get; }
}
