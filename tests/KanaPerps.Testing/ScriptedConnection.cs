using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace KanaPerps.Testing;

/// <summary>An accepted TCP connection. Everything sent goes out at once and as it is.</summary>
public sealed class ScriptedConnection : IDisposable
{
    private readonly Socket _socket;

    internal ScriptedConnection(Socket socket)
    {
        _socket = socket;
        _socket.NoDelay = true;
        Stream = new NetworkStream(socket, ownsSocket: true);
    }

    internal NetworkStream Stream { get; }

    /// <summary>The key that a handshake is to be answered with.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 says SHA-1.")]
    public static string AcceptKey(ReceivedRequest request) => Convert.ToBase64String(
        SHA1.HashData(Encoding.ASCII.GetBytes(request.Headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));

    /// <summary>Reads a request's head.</summary>
    public Task<ReceivedRequest> ReadRequestAsync() => ReadHeadAsync().InTime();

    /// <summary>Reads a request and answers it, with the body's length; the connection stays open.</summary>
    /// <param name="statusLine">Such as <c>404 Not Found</c>.</param>
    /// <param name="headers">Further headers, each with its line end.</param>
    /// <param name="body">The body.</param>
    /// <returns>The request.</returns>
    public async Task<ReceivedRequest> AnswerAsync(string statusLine, string headers = "", string body = "")
    {
        ReceivedRequest request = await ReadRequestAsync();
        await SendAsync($"HTTP/1.1 {statusLine}\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        return request;
    }

    /// <summary>Reads the handshake and accepts it.</summary>
    public async Task<ScriptedWebSocket> UpgradeAsync() => await UpgradeAsync(await ReadRequestAsync());

    /// <summary>Accepts a handshake.</summary>
    /// <param name="request">The handshake.</param>
    public async Task<ScriptedWebSocket> UpgradeAsync(ReceivedRequest request)
    {
        await SendSwitchAsync(AcceptKey(request));
        return new ScriptedWebSocket(this, request);
    }

    /// <summary>Sends the answer that accepts a handshake.</summary>
    /// <param name="acceptKey">The key, right or wrong.</param>
    public Task SendSwitchAsync(string acceptKey) =>
        SendAsync($"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {acceptKey}\r\n\r\n");

    /// <summary>Sends text as it is.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends bytes as they are.</summary>
    public Task SendAsync(ReadOnlyMemory<byte> bytes) => Stream.WriteAsync(bytes).AsTask().InTime();

    /// <summary>Waits until the peer has closed its side or reset the connection; what it sends until then is thrown away.</summary>
    public Task EndAsync() => DrainAsync().InTime();

    /// <summary>Throws away what the peer sends until it has closed its side or reset the connection, however long that takes.</summary>
    public async Task DrainAsync()
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (await Stream.ReadAsync(buffer) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // A reset ends it too.
        }
    }

    /// <summary>Says that nothing more will be sent; still receives.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset()
    {
        // Not by way of the stream, which would say an orderly farewell first.
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    /// <summary>Ends the connection.</summary>
    public void Dispose() => Stream.Dispose();

    private async Task<ReceivedRequest> ReadHeadAsync()
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (head.Length < 4 || head.ToString(head.Length - 4, 4) != "\r\n\r\n")
        {
            if (await Stream.ReadAsync(one) == 0)
            {
                throw new EndOfStreamException("The peer left before its request was complete.");
            }

            head.Append((char)one[0]);
        }

        string[] lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return new(lines[0], lines.Skip(1).Select(l => l.Split(": ", 2)).ToDictionary(l => l[0], l => l[1], StringComparer.OrdinalIgnoreCase));
    }
}
