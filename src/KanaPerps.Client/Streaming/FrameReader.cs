using System.Buffers;
using System.Net.WebSockets;

namespace KanaPerps.Streaming;

/// <summary>Puts the pieces of a message together in one pooled buffer, within limits.</summary>
internal sealed class FrameReader : IDisposable
{
    // Most messages of the venue fit; the buffer grows for those that don't and is kept.
    private const int FirstSize = 16 * 1024;

    private readonly WebSocket _socket;
    private readonly StreamOptions _options;
    private readonly TimeProvider _time;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    private long _assemblyStart;

    public FrameReader(WebSocket socket, StreamOptions options, TimeProvider time)
    {
        _socket = socket;
        _options = options;
        _time = time;
    }

    /// <summary>How long the message that is being received has been coming in, or null between messages. Safe from any thread.</summary>
    public TimeSpan? AssemblyTime => Volatile.Read(ref _assemblyStart) is var start && start != 0 ? _time.GetElapsedTime(start) : null;

    /// <summary>Receives a whole message.</summary>
    /// <param name="cancellation">Cancelling aborts the socket.</param>
    /// <returns>The message.</returns>
    /// <exception cref="MessageLimitException">The message is beyond the limits.</exception>
    public async ValueTask<ReceivedFrame> ReceiveAsync(CancellationToken cancellation)
    {
        int length = 0;
        int empty = 0;
        while (true)
        {
            ValueWebSocketReceiveResult result = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellation).ConfigureAwait(false);
            length += result.Count;
            if (length > _options.MaxMessageBytes)
            {
                Volatile.Write(ref _assemblyStart, 0);
                throw new MessageLimitException($"a message is larger than {_options.MaxMessageBytes} bytes");
            }

            if (result.EndOfMessage || result.MessageType == WebSocketMessageType.Close)
            {
                Volatile.Write(ref _assemblyStart, 0);
                return new(result.MessageType, _buffer.AsMemory(0, length));
            }

            if (_assemblyStart == 0)
            {
                Volatile.Write(ref _assemblyStart, Math.Max(1, _time.GetTimestamp()));
            }

            empty += result.Count == 0 ? 1 : 0;
            if (empty > _options.MaxEmptyFragments)
            {
                Volatile.Write(ref _assemblyStart, 0);
                throw new MessageLimitException($"a message came in more than {_options.MaxEmptyFragments} empty fragments");
            }

            if (length == _buffer.Length)
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
