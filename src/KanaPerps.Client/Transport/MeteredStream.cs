using System.Buffers;
using System.Runtime.CompilerServices;

namespace KanaPerps.Transport;

/// <summary>
/// Hands all through, shows a meter what is handed on, and ends the connection as soon as a frame beyond the limit is announced. Reads much
/// at once: what lies above asks for a few kilobytes at a time, and a system call for each would cost more than the messages in them.
/// </summary>
internal sealed class MeteredStream : Stream
{
    private const int BufferSize = 128 * 1024;

    private readonly Stream _inner;
    private readonly FrameMeter _meter;
    private readonly int _maxFrame;
    private byte[]? _buffer;
    private int _start;
    private int _end;

    public MeteredStream(Stream inner, FrameMeter meter, int maxFrame)
    {
        _inner = inner;
        _meter = meter;
        _maxFrame = maxFrame;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        CheckLimit();
        if (_start < _end)
        {
            return HandOn(buffer.AsSpan(offset, count));
        }

        int read = _inner.Read(buffer, offset, count);
        _meter.Take(buffer.AsSpan(offset, read));
        return read;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        CheckLimit();
        return _start < _end ? new(HandOn(buffer.Span)) : FillAsync(buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => _inner.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Flush() => _inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> FillAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        // Waits with no buffer in hand: a thousand silent connections hold none.
        await _inner.ReadAsync(Memory<byte>.Empty, cancellation).ConfigureAwait(false);
        if (buffer.IsEmpty)
        {
            return 0;
        }

        // Not given back when the read fails, or when the stream is disposed meanwhile: somebody may still write to it.
        _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        (_start, _end) = (0, await _inner.ReadAsync(_buffer, cancellation).ConfigureAwait(false));
        return HandOn(buffer.Span);
    }

    private int HandOn(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _end - _start);
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_start, count);
        bytes.CopyTo(buffer);
        _meter.Take(bytes);
        _start += count;
        if (_start == _end && _buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }

        return count;
    }

    // What came before the frame that is too large has been handed on by then.
    private void CheckLimit()
    {
        if (_meter.LargestFrame > (ulong)_maxFrame)
        {
            throw MessageLimitException.TooLarge(_maxFrame);
        }
    }
}
