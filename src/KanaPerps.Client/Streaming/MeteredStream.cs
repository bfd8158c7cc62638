using System.Runtime.CompilerServices;

namespace KanaPerps.Streaming;

/// <summary>Hands all through, shows a meter what was read, and ends the connection as soon as a frame beyond the limit is announced.</summary>
internal sealed class MeteredStream : Stream
{
    private readonly Stream _inner;
    private readonly FrameMeter _meter;
    private readonly int _maxFrame;

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
        int read = _inner.Read(buffer, offset, count);
        _meter.Take(buffer.AsSpan(offset, read));
        return read;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        CheckLimit();
        int read = await _inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _meter.Take(buffer.Span[..read]);
        return read;
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

    // What came before the frame that is too large has been handed on by then.
    private void CheckLimit()
    {
        if (_meter.LargestFrame > (ulong)_maxFrame)
        {
            throw MessageLimitException.TooLarge(_maxFrame);
        }
    }
}
