using System.Buffers;
using System.IO.Compression;

namespace KanaPerps.Recording;

/// <summary>
/// Reads the lines of gzip that no recorder wrote, such as a file that was packed again, as one plain stream in bounded memory: however much comes out of
/// it, no more than a line is kept.
/// </summary>
internal sealed class GzipLines : IDisposable
{
    /// <summary>The longest line that is read. A longer one is a damage.</summary>
    public const int LongestLine = 64 * 1024 * 1024;

    private const int ChunkSize = 256 * 1024;

    private readonly GZipStream _gzip;
    private byte[] _buffer = new byte[ChunkSize];
    private int _count;
    private bool _isOver;

    // Up to here there is no line feed.
    private int _searched;

    /// <summary>Begins to read.</summary>
    /// <param name="packed">The gzip members.</param>
    public GzipLines(Stream packed)
    {
        _gzip = new GZipStream(new Concatenation(packed, Concatenation.Of(EndMark.Member)), CompressionMode.Decompress);
    }

    /// <summary>What is wrong with the stream, when it is over; else null.</summary>
    public string? Problem { get; private set; }

    /// <summary>How many bytes of lines that were too long were left out since the last call.</summary>
    public long TooLong { get; private set; }

    /// <summary>Reads some whole lines.</summary>
    /// <param name="lines">A rented array with them.</param>
    /// <param name="count">How many bytes of it are lines.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>False at the end.</returns>
    public bool TryRead(out byte[] lines, out int count, CancellationToken cancellation)
    {
        TooLong = 0;
        while (!_isOver)
        {
            cancellation.ThrowIfCancellationRequested();
            Fill();
            int whole = EndOfLines();
            if (whole > 0)
            {
                lines = ArrayPool<byte>.Shared.Rent(whole);
                _buffer.AsSpan(0, whole).CopyTo(lines);
                count = whole;
                _buffer.AsSpan(whole, _count - whole).CopyTo(_buffer);
                _count -= whole;
                _searched = 0;
                return true;
            }

            if (_count > LongestLine)
            {
                SkipLine(cancellation);
                (lines, count) = ([], 0);
                return true;
            }
        }

        (lines, count) = ([], 0);
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _gzip.Dispose();

    // The mark's bytes may be the last ones that have come, so as many are held back until the end.
    private int EndOfLines()
    {
        int end = _isOver ? _count : _count - EndMark.Content.Length;
        if (_isOver && Problem is null)
        {
            return end;
        }

        int lineFeed = end > _searched ? _buffer.AsSpan(_searched, end - _searched).LastIndexOf((byte)'\n') : -1;
        int whole = lineFeed < 0 ? 0 : _searched + lineFeed + 1;
        _searched = Math.Max(_searched, end);
        return whole;
    }

    private void Fill()
    {
        if (_count == _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, LongestLine + ChunkSize));
        }

        int read = ReadSome();
        _count += read;
        if (read > 0)
        {
            return;
        }

        _isOver = true;
        if (_buffer.AsSpan(0, _count).EndsWith(EndMark.Content))
        {
            _count -= EndMark.Content.Length;
        }
        else
        {
            Problem ??= "the gzip data is cut off, or something else follows it";
        }
    }

    private int ReadSome()
    {
        try
        {
            return _gzip.Read(_buffer, _count, Math.Min(ChunkSize, _buffer.Length - _count));
        }
        catch (InvalidDataException)
        {
            Problem = "the gzip data is damaged";
            return 0;
        }
    }

    private void SkipLine(CancellationToken cancellation)
    {
        _searched = 0;
        while (!_isOver)
        {
            cancellation.ThrowIfCancellationRequested();
            int end = Math.Max(0, _count - EndMark.Content.Length);
            int lineFeed = _buffer.AsSpan(0, end).IndexOf((byte)'\n');
            int dropped = lineFeed < 0 ? end : lineFeed + 1;
            TooLong += dropped;
            _buffer.AsSpan(dropped, _count - dropped).CopyTo(_buffer);
            _count -= dropped;
            if (lineFeed >= 0)
            {
                return;
            }

            Fill();
        }

        TooLong += _count;
        _count = 0;
    }
}
