using System.Buffers;
using System.Globalization;

namespace KanaPerps.Recording;

/// <summary>
/// Reads one data file, member by member. What is not a whole member becomes a damage in its place, and reading goes on at the next header that
/// can be found.
/// </summary>
internal sealed class DataFileReader : IDisposable
{
    // How many of the first bytes of a header may be altered for it still to be known as one of a recording.
    private const int MostAltered = 3;
    private const int LeadSize = 16;

    private static readonly byte[] s_header = MakeHeader();

    private readonly RecordingFile _name;
    private readonly FileWindow _file;
    private readonly ReadOptions _options;
    private readonly Func<bool> _isBeingWritten;
    private readonly CancellationToken _cancellation;
    private readonly Queue<RecordingBlock> _ready = new();
    private GzipLines? _plain;
    private long _plainStart;
    private long _plainEnd;
    private bool _wasBeyond;

    /// <summary>Begins to read a file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="file">The file, which can seek; disposed with the reader.</param>
    /// <param name="options">What to read.</param>
    /// <param name="isBeingWritten">Whether a recorder may be about to complete the end of the file.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public DataFileReader(RecordingFile name, Stream file, ReadOptions options, Func<bool> isBeingWritten, CancellationToken cancellation)
    {
        _name = name;
        _file = new FileWindow(file);
        _options = options;
        _isBeingWritten = isBeingWritten;
        _cancellation = cancellation;
    }

    private static ReadOnlySpan<byte> Gzip => [0x1f, 0x8b, 8];

    /// <summary>Where in the file the reader stands.</summary>
    public long Position => _file.Position;

    /// <summary>Reads on.</summary>
    /// <returns>The next block, or null at the end of the file.</returns>
    public RecordingBlock? Next()
    {
        while (true)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (_ready.TryDequeue(out RecordingBlock? ready))
            {
                return ready;
            }

            if (_plain is not null)
            {
                ReadPlain(_plain);
                continue;
            }

            ArraySegment<byte> head = _file.Peek(MemberHeader.Size);
            if (head.Count == 0)
            {
                return null;
            }

            if (MemberHeader.TryRead(head, out MemberHeader header))
            {
                if (IsBeyond(header))
                {
                    _file.Skip(header.Length);
                }
                else if (!TryReadMember(header, out string? problem))
                {
                    PassDamage(problem!);
                }
            }
            else if (!IsDamagedHeader(head) && head.AsSpan().StartsWith(Gzip))
            {
                BeginPlain();
            }
            else
            {
                PassUnknown(head);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _plain?.Dispose();
        _file.Dispose();
        while (_ready.TryDequeue(out RecordingBlock? block))
        {
            block.Dispose();
        }
    }

    // Nothing proves a header's times before the member is unpacked. So one that says so alone is not believed, and one whose length leads nowhere neither.
    private bool IsBeyond(MemberHeader header)
    {
        bool wasBeyond = _wasBeyond;
        _wasBeyond = _options.To is { } to && header.FirstAt > to.UtcTicks;
        Span<byte> next = stackalloc byte[MemberHeader.Size];
        return _wasBeyond && wasBeyond && _file.ReadAt(_file.Position + header.Length, next) == next.Length && MemberHeader.TryRead(next, out _);
    }

    private bool TryReadMember(MemberHeader header, out string? problem)
    {
        if (header.Length > MemberInflater.MostBytes || header.Length > _file.Length - _file.Position)
        {
            problem = "a gzip member is cut off";
            return false;
        }

        ArraySegment<byte> member = _file.Peek((int)header.Length);
        byte[]? lines = MemberInflater.Inflate(member, out int count, out problem);
        if (lines is null)
        {
            return false;
        }

        _ready.Enqueue(BlockOf(lines, count, member, header));
        _file.Skip(header.Length);
        return true;
    }

    private RecordingBlock BlockOf(byte[] lines, int count, ArraySegment<byte> member, MemberHeader header)
    {
        if (!_options.KeepsPacked)
        {
            return RecordingBlock.Of(_name, _file.Position, lines, count, header: header);
        }

        byte[] packed = ArrayPool<byte>.Shared.Rent(member.Count);
        member.AsSpan().CopyTo(packed);
        return RecordingBlock.Of(_name, _file.Position, lines, count, packed, member.Count, header);
    }

    // A header of a later version, by itself, is a damaged one. Two in a row are a recording that this version can't read.
    private void PassUnknown(ArraySegment<byte> head)
    {
        bool isHeader = IsDamagedHeader(head);
        if (MemberHeader.VersionOf(head) is { } later and > MemberHeader.CurrentVersion)
        {
            long next = _file.FindHeader(_file.Position + 1, _cancellation);
            if (next < _file.Length && VersionAt(next) == later)
            {
                throw RecordingErrors.LaterVersion(_name.Name, later);
            }
        }

        PassDamage(isHeader ? "the header of a gzip member is damaged" : "not gzip data");
    }

    private static bool IsDamagedHeader(ReadOnlySpan<byte> head)
    {
        int alike = 0;
        for (int i = 0; i < LeadSize && i < head.Length; i++)
        {
            alike += head[i] == s_header[i] ? 1 : 0;
        }

        return alike >= LeadSize - MostAltered;
    }

    private static byte[] MakeHeader()
    {
        byte[] header = new byte[MemberHeader.Size];
        default(MemberHeader).Write(header);
        return header;
    }

    private byte? VersionAt(long position)
    {
        byte[] header = new byte[MemberHeader.Size];
        return MemberHeader.VersionOf(header.AsSpan(0, _file.ReadAt(position, header)));
    }

    // The bytes up to the next header. Where only the header is damaged, the member is whole by its own checksum.
    private void PassDamage(string problem)
    {
        long start = _file.Position;
        long end = _file.FindHeader(start + 1, _cancellation);
        if (end >= _file.Length && _isBeingWritten())
        {
            _file.Skip(end - start);
            return;
        }

        bool isWhole = false;
        if (end - start <= MemberInflater.MostBytes && IsDamagedHeader(_file.Peek(MemberHeader.Size)))
        {
            ArraySegment<byte> member = _file.Peek((int)(end - start));
            byte[]? lines = MemberInflater.Inflate(member, out int count, out _);
            isWhole = lines is not null;
            if (lines is not null)
            {
                _ready.Enqueue(RecordingBlock.Of(_name, start, lines, count));
                problem = "the header of a gzip member is damaged";
            }
        }

        _ready.Enqueue(RecordingBlock.Of(_name, Damage(start, end - start, problem) with { IsLoss = !isWhole }));
        _file.Skip(end - start);
    }

    private void BeginPlain()
    {
        _plainStart = _file.Position;
        _plainEnd = _file.FindHeader(_plainStart + 1, _cancellation);
        _plain = new GzipLines(_file.Until(_plainEnd));
    }

    private void ReadPlain(GzipLines plain)
    {
        if (plain.TryRead(out byte[] lines, out int count, _cancellation))
        {
            if (plain.TooLong > 0)
            {
                string reason = string.Create(CultureInfo.InvariantCulture, $"a line of {plain.TooLong} bytes is longer than any of a recording");
                _ready.Enqueue(RecordingBlock.Of(_name, Damage(_plainStart, 0, reason) with { Kind = RecordingDamageKind.BadLine }));
            }
            else
            {
                _ready.Enqueue(RecordingBlock.Of(_name, _plainStart, lines, count));
            }

            return;
        }

        if (plain.Problem is { } problem)
        {
            _ready.Enqueue(RecordingBlock.Of(_name, Damage(_plainStart, _plainEnd - _plainStart, problem)));
        }

        plain.Dispose();
        _plain = null;
        _file.Skip(_plainEnd - _file.Position);
    }

    private RecordingDamage Damage(long offset, long bytes, string reason) =>
        new() { File = _name.Name, Kind = RecordingDamageKind.TornMember, Offset = offset, Bytes = bytes, Reason = reason };
}
