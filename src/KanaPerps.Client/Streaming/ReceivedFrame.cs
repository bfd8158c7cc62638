using System.Net.WebSockets;

namespace KanaPerps.Streaming;

/// <summary>A whole message as it came off the socket.</summary>
/// <param name="Type">Text, binary or close.</param>
/// <param name="Payload">The bytes; valid until the next receive.</param>
internal readonly record struct ReceivedFrame(WebSocketMessageType Type, ReadOnlyMemory<byte> Payload);
