using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace KanaPerps.Simulator;

/// <summary>The opening handshake of RFC 6455, section 4.2.</summary>
internal static class WebSocketHandshake
{
    private const string Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const int KeyBytes = 16;

    /// <summary>Looks at a request for the socket's path.</summary>
    /// <returns>Null when it may become a WebSocket; otherwise the answer that says why not.</returns>
    public static HttpResponse? Refuse(HttpRequest request)
    {
        if (request.Method != "GET" || !request.HasToken("Connection", "Upgrade") || !request.HasToken("Upgrade", "websocket"))
        {
            return RestEnvelope.Failure(HttpStatusCode.UpgradeRequired, "This path speaks WebSocket", "Upgrade: websocket");
        }

        if (request.Headers.GetValueOrDefault("Sec-WebSocket-Version") != "13")
        {
            return RestEnvelope.Failure(HttpStatusCode.UpgradeRequired, "WebSocket version 13 is spoken", "Sec-WebSocket-Version: 13");
        }

        Span<byte> key = stackalloc byte[KeyBytes];
        return Convert.TryFromBase64String(request.Headers.GetValueOrDefault("Sec-WebSocket-Key", ""), key, out int written) && written == KeyBytes
            ? null
            : RestEnvelope.Failure(HttpStatusCode.BadRequest, "Sec-WebSocket-Key is not 16 bytes in base64");
    }

    /// <summary>The answer after which both sides speak WebSocket.</summary>
    public static byte[] Accept(HttpRequest request) => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {AcceptKey(request.Headers["Sec-WebSocket-Key"])}\r\n\r\n");

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 prescribes SHA-1 here; it protects nothing.")]
    private static string AcceptKey(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key.Trim() + Magic)));
}
