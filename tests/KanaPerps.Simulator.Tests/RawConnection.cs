using System.Net.Sockets;
using System.Text;

namespace KanaPerps.Simulator.Tests;

/// <summary>A bare TCP connection, for what a well-behaved client cannot do or see.</summary>
internal sealed class RawConnection : IDisposable
{
    public const byte Pong = 0xA;
    public const byte Close = 0x8;
    public const byte Ping = 0x9;

    private readonly TcpClient _tcp = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<RawConnection> OpenAsync(SimulatedExchange exchange)
    {
        RawConnection connection = new();
        await connection._tcp.ConnectAsync(exchange.RestUri.Host, exchange.RestUri.Port, Token);
        return connection;
    }

    public static async Task<RawConnection> UpgradeAsync(SimulatedExchange exchange)
    {
        RawConnection connection = await OpenAsync(exchange);
        await connection.WriteAsync(
            "GET /ws/ HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        string head = await connection.ReadHeadAsync();

        // The example of RFC 6455, section 1.3.
        Assert.StartsWith("HTTP/1.1 101 ", head, StringComparison.Ordinal);
        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", head, StringComparison.Ordinal);
        return connection;
    }

    public async Task WriteAsync(string text) => await _tcp.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), Token);

    /// <summary>Sends a final frame whose mask is zero, so that its payload is what it says.</summary>
    public async Task SendFrameAsync(byte opcode, params byte[] payload) =>
        await _tcp.GetStream().WriteAsync((byte[])[(byte)(0x80 | opcode), (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload], Token);

    public async Task<(byte Opcode, byte[] Payload)> ReadFrameAsync()
    {
        byte[] head = await ReadAsync(2);
        int length = head[1];
        if (length == 126)
        {
            byte[] extended = await ReadAsync(2);
            length = (extended[0] << 8) | extended[1];
        }

        return ((byte)(head[0] & 0xF), await ReadAsync(length));
    }

    /// <summary>Everything until the server ends the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using StreamReader reader = new(_tcp.GetStream(), Encoding.Latin1, leaveOpen: true);
        return await reader.ReadToEndAsync(Token);
    }

    public void Dispose() => _tcp.Dispose();

    private async Task<string> ReadHeadAsync()
    {
        StringBuilder head = new();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)(await ReadAsync(1))[0]);
        }

        return head.ToString();
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        byte[] bytes = new byte[count];
        await _tcp.GetStream().ReadExactlyAsync(bytes, Token);
        return bytes;
    }
}
