namespace KanaPerps.Recording;

/// <summary>Reads a data file from front to back, looks ahead, and leaves out what need not be read.</summary>
internal sealed class FileWindow : IDisposable
{
    private const int ScanSize = 1 << 20;
    private const int VersionedLead = 17;

    private static ReadOnlySpan<byte> Lead => [0x1f, 0x8b, 8, 4];

    private readonly Stream _file;
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _count;

    /// <summary>Opens a window at the start of a file.</summary>
    /// <param name="file">The file, which can seek; disposed with the window.</param>
    public FileWindow(Stream file)
    {
        _file = file;
    }

    /// <summary>Where the window stands.</summary>
    public long Position { get; private set; }

    /// <summary>How long the file is at present.</summary>
    public long Length => _file.Length;

    /// <summary>The next bytes, without passing over them.</summary>
    /// <param name="count">How many.</param>
    /// <returns>As many, or fewer where the file ends.</returns>
    public ArraySegment<byte> Peek(int count)
    {
        if (_count < count)
        {
            Fill(count);
        }

        return new(_buffer, _start, Math.Min(count, _count));
    }

    /// <summary>Passes over bytes.</summary>
    /// <param name="count">How many.</param>
    public void Skip(long count)
    {
        int buffered = (int)Math.Min(count, _count);
        _start += buffered;
        _count -= buffered;
        Position += count;
        if (count > buffered)
        {
            _file.Position = Position;
        }
    }

    /// <summary>Reads bytes from another place, without moving the window.</summary>
    /// <param name="position">The place.</param>
    /// <param name="bytes">Takes the bytes.</param>
    /// <returns>How many there were.</returns>
    public int ReadAt(long position, Span<byte> bytes)
    {
        if (position >= Position && position + bytes.Length <= Position + _count)
        {
            _buffer.AsSpan(_start + (int)(position - Position), bytes.Length).CopyTo(bytes);
            return bytes.Length;
        }

        _file.Position = position;
        int count = _file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        _file.Position = Position + _count;
        return count;
    }

    /// <summary>Looks for the next header of a member of a recording, of any version.</summary>
    /// <param name="from">Where to begin.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>Where the header stands, or the length of the file.</returns>
    public long FindHeader(long from, CancellationToken cancellation)
    {
        byte[] scan = new byte[ScanSize];
        int kept = 0;
        long at = from;
        _file.Position = from;
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                int read = _file.Read(scan, kept, scan.Length - kept);
                if (read == 0)
                {
                    return Math.Max(from, _file.Length);
                }

                Span<byte> seen = scan.AsSpan(0, kept + read);
                int found = IndexOfHeader(seen);
                if (found >= 0)
                {
                    return at + found;
                }

                // A header may stand across the end of what was read.
                kept = Math.Min(VersionedLead - 1, seen.Length);
                at += seen.Length - kept;
                seen[^kept..].CopyTo(scan);
            }
        }
        finally
        {
            _file.Position = Position + _count;
        }
    }

    /// <summary>The bytes up to some place, as a stream that moves the window.</summary>
    /// <param name="end">The place.</param>
    /// <returns>The stream.</returns>
    public Stream Until(long end) => new Region(this, end);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static int IndexOfHeader(ReadOnlySpan<byte> bytes)
    {
        for (int at = 0; at + VersionedLead <= bytes.Length; at++)
        {
            int next = bytes[at..].IndexOf(Lead);
            if (next < 0 || at + next + VersionedLead > bytes.Length)
            {
                return -1;
            }

            at += next;
            if (MemberHeader.VersionOf(bytes[at..]) is not null)
            {
                return at;
            }
        }

        return -1;
    }

    private void Fill(int count)
    {
        if (_buffer.Length < count)
        {
            byte[] larger = new byte[Math.Max(count, _buffer.Length * 2)];
            _buffer.AsSpan(_start, _count).CopyTo(larger);
            _buffer = larger;
            _start = 0;
        }
        else if (_buffer.Length - _start < count)
        {
            _buffer.AsSpan(_start, _count).CopyTo(_buffer);
            _start = 0;
        }

        while (_count < count)
        {
            int read = _file.Read(_buffer, _start + _count, _buffer.Length - _start - _count);
            if (read == 0)
            {
                return;
            }

            _count += read;
        }
    }

    private sealed class Region(FileWindow window, long end) : ForwardStream
    {
        public override int Read(Span<byte> buffer)
        {
            int count = (int)Math.Min(Math.Min(buffer.Length, end - window.Position), window._buffer.Length);
            ReadOnlySpan<byte> next = window.Peek(Math.Max(0, count));
            next.CopyTo(buffer);
            window.Skip(next.Length);
            return next.Length;
        }
    }
}
