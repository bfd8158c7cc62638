using System.Net.WebSockets;

namespace KanaPerps.Benchmarks;

/// <summary>The reference: the framework's own client with nothing behind it.</summary>
internal static class BareWebSocket
{
    private const int BufferSize = 128 * 1024;

    /// <summary>Connects, subscribes and reads.</summary>
    /// <param name="address">Where from.</param>
    /// <param name="onMessage">Takes each message; false ends the reading.</param>
    public static async Task ReadAsync(Uri address, Func<ReadOnlyMemory<byte>, bool> onMessage)
    {
        using ClientWebSocket socket = new();
        await socket.ConnectAsync(address, CancellationToken.None);
        await socket.SendAsync("{\"topic\":\"any\"}"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        byte[] buffer = new byte[BufferSize];
        int length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult result = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
            length += result.Count;
            if (result.EndOfMessage)
            {
                if (result.MessageType == WebSocketMessageType.Close || !onMessage(buffer.AsMemory(0, length)))
                {
                    return;
                }

                length = 0;
            }
        }
    }
}
