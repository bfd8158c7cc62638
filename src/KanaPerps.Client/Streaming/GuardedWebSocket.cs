using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using KanaPerps.Wire;

namespace KanaPerps.Streaming;

/// <summary>
/// The socket as Websocket.Client sees it: open from the dial until it is disposed. What the library does not look after is looked after here: the
/// limits of a message, when a burst is over, what came of a message that stopped halfway, and how the connection ended. The
/// library never hears of the end: its own way of ending runs beside whoever disposes it, and dials again.
/// </summary>
internal sealed class GuardedWebSocket : WebSocket
{
    // A peer that never pauses is announced to the consumers all the same.
    private const int MostUnannounced = 64;

    private readonly WebSocket _socket;
    private readonly StreamOptions _options;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Loss> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Continues at once: when Dispose returns, nobody receives any more.
    private readonly TaskCompletionSource _released = new();
    private Action<ReceivedFrame> _onFrame = _ => { };
    private Action _onLull = () => { };
    private byte[] _pieces = [];
    private int _piecesLength;
    private int _length;
    private int _empty;
    private int _unannounced;

    public GuardedWebSocket(WebSocket socket, StreamOptions options)
    {
        _socket = socket;
        _options = options;
    }

    /// <summary>Why the connection ended. Fails with what <see cref="Fail"/> was told.</summary>
    public Task<Loss> End => _end.Task;

    /// <summary>The beginning of the message that the connection ended in the middle of.</summary>
    public ReadOnlySpan<byte> Pieces => _pieces.AsSpan(0, _piecesLength);

    public override WebSocketState State => _released.Task.IsCompleted ? WebSocketState.Aborted : WebSocketState.Open;

    public override WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public override string? CloseStatusDescription => _socket.CloseStatusDescription;

    public override string? SubProtocol => _socket.SubProtocol;

    /// <summary>Lets the library receive. Before that it would do so within its start, and as long as there is something at hand.</summary>
    /// <param name="onFrame">Takes each message.</param>
    /// <param name="onLull">Is told when nothing more is at hand, and every so often while there always is.</param>
    public void Begin(Action<ReceivedFrame> onFrame, Action onLull)
    {
        _onFrame = onFrame;
        _onLull = onLull;
        _begun.TrySetResult();
    }

    /// <summary>Takes a message back that the library has put together. What is thrown to the library it would take for a lost connection.</summary>
    public void Hand(WebSocketMessageType type, ReadOnlySpan<byte> payload)
    {
        try
        {
            _onFrame(new(type, payload));
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>Ends the connection by a fault that is not the peer's.</summary>
    public void Fail(Exception fault)
    {
        _end.TrySetException(fault);
        _socket.Abort();
    }

    /// <summary>Ends the connection at once: a receive under way fails, and <see cref="End"/> says how.</summary>
    public void Break() => _socket.Abort();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            await _begun.Task.ConfigureAwait(false);

            // No token, here and below: cancelling aborts the socket, and Break says so more plainly.
            ValueTask<ValueWebSocketReceiveResult> next = _socket.ReceiveAsync(buffer, CancellationToken.None);
            if (_unannounced > 0 && (!next.IsCompleted || _unannounced == MostUnannounced))
            {
                Announce();
            }

            ValueWebSocketReceiveResult result = await next.ConfigureAwait(false);
            if (result.MessageType != WebSocketMessageType.Close)
            {
                Take(buffer.Span[..result.Count], result);
                return result;
            }

            Announce();
            _end.TrySetResult(FailureClassifier.Closed((int?)_socket.CloseStatus, _socket.CloseStatusDescription is { } text ? VenueText.Escape(text) : null));
        }
        catch (Exception e)
        {
            Announce();
            if (Judge(e) is { } loss)
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

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        ValueWebSocketReceiveResult result = await ReceiveAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false);
        return new(result.Count, result.MessageType, result.EndOfMessage);
    }

    public override ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        _socket.SendAsync(buffer, messageType, endOfMessage, CancellationToken.None);

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        SendAsync(buffer.AsMemory(), messageType, endOfMessage, cancellationToken).AsTask();

    // The answer is received by whoever receives already. The library waits for ever, hence the deadline.
    public override async Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            using CancellationTokenSource deadline = new(_options.CloseTimeout / 2);
            await _socket.CloseOutputAsync(closeStatus, statusDescription, deadline.Token).ConfigureAwait(false);
        }
    }

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        CloseAsync(closeStatus, statusDescription, cancellationToken);

    public override void Abort()
    {
        _socket.Abort();
        _released.TrySetResult();
        _begun.TrySetCanceled();
    }

    public override void Dispose()
    {
        Abort();
        _socket.Dispose();
    }

    private void Take(ReadOnlySpan<byte> bytes, ValueWebSocketReceiveResult result)
    {
        if (_length == 0 && _empty == 0 && result.EndOfMessage && bytes.Length <= _options.MaxMessageBytes)
        {
            _unannounced++;
            return;
        }

        _length += bytes.Length;
        Keep(bytes);
        if (_length > _options.MaxMessageBytes)
        {
            throw MessageLimitException.TooLarge(_options.MaxMessageBytes);
        }

        _empty += bytes.IsEmpty && !result.EndOfMessage ? 1 : 0;
        if (_empty > _options.MaxEmptyFragments)
        {
            throw new MessageLimitException($"a message came in more than {_options.MaxEmptyFragments} empty fragments");
        }

        if (result.EndOfMessage)
        {
            (_length, _empty, _piecesLength) = (0, 0, 0);
            _unannounced++;
        }
    }

    // As much as an excerpt shows, and one byte more.
    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_pieces.Length == 0)
        {
            _pieces = new byte[VenueText.ExcerptBytes + 1];
        }

        int count = Math.Min(bytes.Length, _pieces.Length - _piecesLength);
        bytes[..count].CopyTo(_pieces.AsSpan(_piecesLength));
        _piecesLength += count;
    }

    private void Announce()
    {
        _unannounced = 0;
        try
        {
            _onLull();
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private static Loss? Judge(Exception e) => (e as MessageLimitException ?? e.InnerException as MessageLimitException) is { } limit
        ? FailureClassifier.Passing(limit.Message)
        : e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException ? FailureClassifier.Broken(e) : null;
}
