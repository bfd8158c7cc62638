using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace KanaPerps.Streaming;

/// <summary>Puts the pieces of a message together in one pooled buffer, within limits.</summary>
internal sealed class FrameReader : IDisposable
{
    // The messages of the venue fit, so that each arrives in one piece; for one that does not the buffer grows. What a feed with small
    // messages never writes to costs addresses, not memory.
    private const int FirstSize = 128 * 1024;

    private readonly WebSocket _socket;
    private readonly StreamOptions _options;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _length;

    public FrameReader(WebSocket socket, StreamOptions options)
    {
        _socket = socket;
        _options = options;
    }

    /// <summary>The pieces of the message that was under way when a receive failed.</summary>
    public ReadOnlyMemory<byte> Pieces => _buffer.AsMemory(0, _length);

    /// <summary>Receives a whole message.</summary>
    /// <param name="cancellation">Cancelling aborts the socket.</param>
    /// <returns>The message.</returns>
    /// <exception cref="MessageLimitException">The message is beyond the limits.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReceivedFrame> ReceiveAsync(CancellationToken cancellation)
    {
        _length = 0;
        int empty = 0;
        while (true)
        {
            ValueWebSocketReceiveResult result = await _socket.ReceiveAsync(_buffer.AsMemory(_length), cancellation).ConfigureAwait(false);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return new(WebSocketMessageType.Close, default);
            }

            _length += result.Count;
            if (_length > _options.MaxMessageBytes)
            {
                throw MessageLimitException.TooLarge(_options.MaxMessageBytes);
            }

            if (result.EndOfMessage)
            {
                return new(result.MessageType, _buffer.AsMemory(0, _length));
            }

            empty += result.Count == 0 ? 1 : 0;
            if (empty > _options.MaxEmptyFragments)
            {
                throw new MessageLimitException($"a message came in more than {_options.MaxEmptyFragments} empty fragments");
            }

            if (_length == _buffer.Length)
            {
                Grow();
            }
        }
    }

    /// <summary>Returns the buffer to the pool. Only when no receive is under way.</summary>
    public void Dispose()
    {
        byte[] buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // One byte beyond the limit is enough to see that a message is larger.
    private void Grow()
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Min(_options.MaxMessageBytes + 1L, _buffer.Length * 2L), Array.MaxLength));
        _buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
