using System.Net.WebSockets;
using System.Reactive.Linq;
using Websocket.Client;

namespace KanaPerps.WebSockets;

/// <summary>
/// A connected socket over which Websocket.Client sends, receives and closes. The library neither dials nor reconnects: an instance is for one
/// connection. This type's public members have types of the framework only, so that no type of a package is bound outside of this assembly.
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
    /// <param name="socket">The socket, connected. It is disposed with the result.</param>
    /// <param name="onMessage">Takes each message; the bytes are valid during the call only. An exception of it ends the connection.</param>
    /// <param name="onFault">Takes the exception that made the library stop receiving.</param>
    /// <returns>The socket, being received from.</returns>
    public static async Task<PumpedWebSocket> StartAsync(Uri endpoint, WebSocket socket, Action<WebSocketMessageType, ReadOnlySpan<byte>> onMessage, Action<Exception> onFault)
    {
        WebsocketClient client = new(endpoint, logger: null, (_, _) => Task.FromResult(socket))
        {
            // The switch alone is not enough: each of the timeouts starts a reconnection of its own.
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
    /// <param name="text">The text. The library would send bytes as a binary frame.</param>
    /// <returns>When the frame is with the system.</returns>
    public Task SendAsync(string text) => _client.SendInstant(text);

    /// <summary>Sends a close frame. The socket itself limits how long that may take.</summary>
    /// <returns>When it is sent, or could not be sent; never fails.</returns>
    public Task StopAsync() => _client.Stop(WebSocketCloseStatus.NormalClosure, string.Empty);

    /// <summary>Ends the socket and releases everything.</summary>
    public void Dispose() => _client.Dispose();
}
