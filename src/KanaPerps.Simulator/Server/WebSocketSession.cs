using System.Net.Sockets;
using System.Net.WebSockets;

namespace KanaPerps.Simulator;

/// <summary>One open WebSocket: reads requests and sends what its feeds post.</summary>
internal sealed class WebSocketSession : IFeedSubscriber, IDisposable
{
    private const int MaxRequestBytes = 8 * 1024;

    /// <summary>How long the other side has to finish a closing handshake.</summary>
    private static readonly TimeSpan s_closeTimeout = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly WebSocket _webSocket;
    private readonly Action<WebSocketSession, SubscribeRequest> _subscribe;
    private readonly Action _sent;
    private readonly Outbox _outbox;
    private readonly CancellationTokenSource _end;
    private readonly object _lifeGate = new();
    private volatile CloseRequest? _closeRequest;
    private bool _disposed;

    /// <param name="id">Counted from 1 in the order of arrival.</param>
    /// <param name="socket">The connection, which its creator disposes.</param>
    /// <param name="stream">The connection's stream, after the handshake.</param>
    /// <param name="subscribe">Takes what the client asks for.</param>
    /// <param name="sent">Told after each message.</param>
    /// <param name="keepsAll">Whether a slow reader gets every message, because the sender waits for it.</param>
    /// <param name="shutdown">Ends the session at once.</param>
    public WebSocketSession(
        long id,
        Socket socket,
        Stream stream,
        Action<WebSocketSession, SubscribeRequest> subscribe,
        Action sent,
        bool keepsAll,
        CancellationToken shutdown)
    {
        Id = id;
        _outbox = new Outbox(keepsAll);
        (_socket, _subscribe, _sent) = (socket, subscribe, sent);
        _webSocket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
        _end = CancellationTokenSource.CreateLinkedTokenSource(shutdown);
    }

    /// <inheritdoc/>
    public long Id { get; }

    /// <inheritdoc/>
    public void Post(object feed, byte[] message) => _outbox.Post(feed, message);

    /// <summary>Completes when no more waits to be sent than should.</summary>
    public Task WaitForRoomAsync() => _outbox.WaitForRoomAsync();

    /// <summary>Serves the connection until it ends, in whatever way.</summary>
    public async Task RunAsync()
    {
        Task sending = SendAsync();
        try
        {
            await ReceiveAsync().ConfigureAwait(false);
        }
        finally
        {
            _outbox.Complete();
            await sending.ConfigureAwait(false);
        }
    }

    /// <summary>Begins the closing handshake. The session ends when the client answers, or after 2 seconds.</summary>
    /// <param name="code">The close code.</param>
    /// <param name="reason">The reason.</param>
    /// <param name="afterWaiting">Whether what waits is sent first, which takes as long as the reader does.</param>
    public void Close(int code, string reason, bool afterWaiting = false)
    {
        lock (_lifeGate)
        {
            if (!_disposed)
            {
                _closeRequest = new CloseRequest((WebSocketCloseStatus)code, reason);
                _outbox.Complete(afterWaiting);
                if (!afterWaiting)
                {
                    _end.CancelAfter(s_closeTimeout);
                }
            }
        }
    }

    /// <summary>Resets the connection: the client sees neither a close frame nor an orderly end of the stream.</summary>
    public void Drop()
    {
        lock (_lifeGate)
        {
            if (!_disposed)
            {
                // Closing a socket with no time to linger sends a reset.
                _socket.Close(timeout: 0);
                _end.Cancel();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lifeGate)
        {
            _disposed = true;
            _webSocket.Dispose();
            _outbox.Dispose();
            _end.Dispose();
        }
    }

    private async Task ReceiveAsync()
    {
        // A read is pending at all times, also while sending: that is what answers pings.
        byte[] buffer = new byte[MaxRequestBytes];
        int length = 0;
        bool tooLong = false;
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult result = await _webSocket.ReceiveAsync(buffer.AsMemory(length), _end.Token).ConfigureAwait(false);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    // The sender writes the answer, after what it is writing now: two writers would get into each other's way.
                    _end.CancelAfter(s_closeTimeout);
                    return;
                }

                length += result.Count;
                if (result.EndOfMessage)
                {
                    Handle(result.MessageType, tooLong ? default : buffer.AsMemory(0, length));
                    (length, tooLong) = (0, false);
                }
                else if (length == buffer.Length)
                {
                    (length, tooLong) = (0, true);
                }
            }
        }
        catch (Exception exception) when (IsEndOfConnection(exception))
        {
            await _end.CancelAsync().ConfigureAwait(false);
        }
    }

    private void Handle(WebSocketMessageType type, ReadOnlyMemory<byte> message)
    {
        if (type == WebSocketMessageType.Text && SubscribeRequest.Parse(message) is SubscribeRequest request)
        {
            _subscribe(this, request);
        }
    }

    private async Task SendAsync()
    {
        try
        {
            while (await _outbox.TakeAsync(_end.Token).ConfigureAwait(false) is byte[] message)
            {
                await _webSocket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, _end.Token).ConfigureAwait(false);
                _sent();
            }

            CloseRequest close = _closeRequest ?? new CloseRequest(_webSocket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, "");
            if (_webSocket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _webSocket.CloseOutputAsync(close.Status, close.Reason, _end.Token).ConfigureAwait(false);
                _end.CancelAfter(s_closeTimeout);
            }
        }
        catch (Exception exception) when (IsEndOfConnection(exception))
        {
            await _end.CancelAsync().ConfigureAwait(false);
        }
    }

    private static bool IsEndOfConnection(Exception exception) =>
        exception is WebSocketException or OperationCanceledException or IOException or SocketException or ObjectDisposedException;

    private sealed record CloseRequest(WebSocketCloseStatus Status, string Reason);
}
