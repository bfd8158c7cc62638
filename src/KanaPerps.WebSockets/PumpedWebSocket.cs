using System.Net.WebSockets;
using System.Reactive.Linq;
using Websocket.Client;

namespace KanaPerps.WebSockets;

/// <summary>
/// A socket that stands already, as Websocket.Client sends, receives and closes with it. The library neither dials nor dials again: that is left to
/// whoever knows when, how often and why.
/// </summary>
public sealed class PumpedWebSocket : IDisposable
{
    private readonly WebsocketClient _client;

    private PumpedWebSocket(WebsocketClient client)
    {
        _client = client;
    }

    /// <summary>Starts to receive from a socket.</summary>
    /// <param name="endpoint">Where the socket leads.</param>
    /// <param name="socket">The socket. It is disposed with what is returned.</param>
    /// <param name="onMessage">Takes each message; the bytes are valid during the call only. What it throws is taken for the end of the connection.</param>
    /// <param name="onFault">Takes what the library itself fell over.</param>
    /// <returns>The socket, pumped.</returns>
    public static async Task<PumpedWebSocket> StartAsync(Uri endpoint, WebSocket socket, Action<WebSocketMessageType, ReadOnlySpan<byte>> onMessage, Action<Exception> onFault)
    {
        WebsocketClient client = new(endpoint, logger: null, (_, _) => Task.FromResult(socket))
        {
            IsReconnectionEnabled = false,
            ReconnectTimeout = null,
            ErrorReconnectTimeout = null,
            LostReconnectTimeout = null,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            MessageEncoding = new InPlaceEncoding(text => onMessage(WebSocketMessageType.Text, text)),
        };
        client.MessageReceived.Where(m => m.MessageType == WebSocketMessageType.Binary).Subscribe(m => onMessage(WebSocketMessageType.Binary, m.Binary));
        client.DisconnectionHappened.Where(d => d.Exception is not null).Subscribe(d => onFault(d.Exception!));
        await client.StartOrFail().ConfigureAwait(false);
        return new PumpedWebSocket(client);
    }

    /// <summary>Sends a text frame.</summary>
    /// <param name="text">The text. Bytes the library would send as a binary frame.</param>
    /// <returns>When the frame is with the system.</returns>
    public Task SendAsync(string text) => _client.SendInstant(text);

    /// <summary>Says goodbye, without a limit of time other than the socket's own.</summary>
    /// <returns>When that is said; never fails.</returns>
    public Task StopAsync() => _client.Stop(WebSocketCloseStatus.NormalClosure, string.Empty);

    /// <summary>Ends the socket and gives everything back.</summary>
    public void Dispose() => _client.Dispose();
}
