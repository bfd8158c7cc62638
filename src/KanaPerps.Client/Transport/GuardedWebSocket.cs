using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using KanaPerps.Wire;

namespace KanaPerps.Transport;

/// <summary>
/// The socket as Websocket.Client sees it: open from the dial until it is disposed. It adds what the library lacks: limits, the end of a
/// burst, and how the connection ended, which completes <see cref="End"/>. The library itself is not told of the end: it would report it on a
/// race with its own disposal, and complete later sends without sending.
/// </summary>
internal sealed class GuardedWebSocket : WebSocket
{
    // Consumers are woken after this many messages at the latest, even if more are available.
    private const int LongestBurst = 64;

    private readonly WebSocket _socket;
    private readonly TimeSpan _closeTimeout;
    private readonly TimeProvider _time;
    private readonly FrameMeter? _meter;
    private readonly MessageAssembly _assembly;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Loss> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Its continuation runs inside Dispose: when Dispose returns, the library's receive loop has ended.
    private readonly TaskCompletionSource _released = new();
    private Action<ReceivedMessage> _onMessage = _ => { };
    private Action _onBurstEnd = () => { };
    private int _burst;

    /// <summary>Guards a socket, and owns it.</summary>
    /// <param name="socket">The socket after its handshake.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="meter">What follows the socket's frames, or null.</param>
    public GuardedWebSocket(WebSocket socket, ConnectionLimits limits, TimeProvider time, FrameMeter? meter = null)
    {
        _socket = socket;
        _time = time;
        _meter = meter;
        _closeTimeout = limits.CloseTimeout;
        _assembly = new MessageAssembly(limits);
    }

    /// <summary>Why the connection ended. Fails with what <see cref="Fail"/> was given.</summary>
    public Task<Loss> End => _end.Task;

    /// <summary>The beginning of the message that the connection ended within.</summary>
    public ReadOnlySpan<byte> PartialMessage => _assembly.Beginning;

    /// <inheritdoc/>
    public override WebSocketState State => _released.Task.IsCompleted ? WebSocketState.Aborted : WebSocketState.Open;

    /// <inheritdoc/>
    public override WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    /// <inheritdoc/>
    public override string? CloseStatusDescription => _socket.CloseStatusDescription;

    /// <inheritdoc/>
    public override string? SubProtocol => _socket.SubProtocol;

    /// <summary>Lets the library receive. Without this gate its loop would run inside its start as long as there is data at hand.</summary>
    /// <param name="onMessage">Takes each message; its payload is valid during the call only.</param>
    /// <param name="onBurstEnd">Called at the end of a burst, and after every 64 messages of a longer one.</param>
    public void Begin(Action<ReceivedMessage> onMessage, Action onBurstEnd)
    {
        _onMessage = onMessage;
        _onBurstEnd = onBurstEnd;
        _begun.TrySetResult();
    }

    /// <summary>Takes a message that the library has put together. Never throws: the library would take an exception for a lost connection.</summary>
    /// <param name="type">Text or binary.</param>
    /// <param name="payload">The message.</param>
    public void Deliver(WebSocketMessageType type, ReadOnlySpan<byte> payload)
    {
        try
        {
            _onMessage(new(payload, type == WebSocketMessageType.Binary));
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>Ends the connection because of a bug in this program: <see cref="End"/> throws it.</summary>
    /// <param name="mistake">The exception.</param>
    public void Fail(Exception mistake)
    {
        _end.TrySetException(mistake);
        _socket.Abort();
    }

    /// <summary>Ends the connection at once. A receive under way fails, and <see cref="End"/> completes.</summary>
    public void Break() => _socket.Abort();

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            await _begun.Task.ConfigureAwait(false);

            // Without the library's token, here and below: it is cancelled with the disposal, which aborts the socket anyway.
            ValueTask<ValueWebSocketReceiveResult> next = _socket.ReceiveAsync(buffer, CancellationToken.None);
            if (_burst > 0 && (!next.IsCompleted || _burst == LongestBurst))
            {
                EndBurst();
            }

            ValueWebSocketReceiveResult result = await next.ConfigureAwait(false);
            if (result.MessageType != WebSocketMessageType.Close)
            {
                _assembly.Add(buffer.Span[..result.Count], result.EndOfMessage);
                _burst += result.EndOfMessage ? 1 : 0;
                return result;
            }

            EndBurst();
            int? code = _meter is { WasClosedWithoutCode: true } ? null : (int?)_socket.CloseStatus;
            _end.TrySetResult(FailureClassifier.Closed(code, _socket.CloseStatusDescription is { } text ? VenueText.Escape(text) : null));
        }
        catch (Exception e)
        {
            EndBurst();
            if (LossOf(e) is { } loss)
            {
                _end.TrySetResult(loss);
            }
            else
            {
                Fail(e);
            }
        }

        await _released.Task.ConfigureAwait(false);
        throw new OperationCanceledException();
    }

    /// <inheritdoc/>
    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        ValueWebSocketReceiveResult result = await ReceiveAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false);
        return new(result.Count, result.MessageType, result.EndOfMessage);
    }

    /// <inheritdoc/>
    public override ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        _socket.SendAsync(buffer, messageType, endOfMessage, CancellationToken.None);

    /// <inheritdoc/>
    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        SendAsync(buffer.AsMemory(), messageType, endOfMessage, cancellationToken).AsTask();

    /// <summary>Sends a close frame. The peer's answer comes by the receive that is under way. The library would wait without bound, hence the deadline.</summary>
    /// <inheritdoc/>
    public override async Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            using CancellationTokenSource deadline = new(_closeTimeout / 2, _time);
            await _socket.CloseOutputAsync(closeStatus, statusDescription, deadline.Token).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        CloseAsync(closeStatus, statusDescription, cancellationToken);

    /// <inheritdoc/>
    public override void Abort()
    {
        _socket.Abort();
        _released.TrySetResult();
        _begun.TrySetCanceled();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        Abort();
        _socket.Dispose();
    }

    private void EndBurst()
    {
        _burst = 0;
        try
        {
            _onBurstEnd();
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    // Failures that a peer or a network can cause are losses; anything else is a bug in this program.
    private static Loss? LossOf(Exception e) => (e as MessageLimitException ?? e.InnerException as MessageLimitException) is { } limit
        ? Loss.Passing(limit.Message)
        : e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException ? FailureClassifier.Broken(e) : null;
}
