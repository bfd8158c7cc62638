using System.IO.Compression;

namespace KanaPerps.Recording;

/// <summary>The last message of each feed that was written: what the next file begins with.</summary>
internal sealed class LastLines
{
    private readonly Line[] _lines;

    public LastLines(int feeds)
    {
        _lines = [.. Enumerable.Range(0, feeds).Select(_ => new Line())];
    }

    /// <summary>Takes the last messages of some lines that were written.</summary>
    /// <param name="chunk">The lines.</param>
    public void Take(RecordingChunk chunk)
    {
        for (int i = 0; i < _lines.Length; i++)
        {
            if (chunk.TryGetLast(i, out ReadOnlySpan<byte> line, out int head, out DateTimeOffset at))
            {
                _lines[i].Set(line, head, at);
            }
        }
    }

    /// <summary>Makes a member of them.</summary>
    /// <param name="packer">Makes it.</param>
    /// <param name="member">The member; valid until the packer is used again.</param>
    /// <returns>False when there is no message yet.</returns>
    public bool Pack(MemberPacker packer, out ReadOnlySpan<byte> member)
    {
        Line[] known = [.. _lines.Where(l => l.Length > 0)];
        using MemoryStream lines = new();
        foreach (Line line in known)
        {
            lines.Write(RecordingLine.Repeated(line.Bytes, line.Head));
            lines.WriteByte((byte)'\n');
        }

        member = known.Length == 0 ? default : packer.Pack(
            lines.GetBuffer().AsSpan(0, (int)lines.Length),
            known.Min(l => l.At.UtcTicks),
            known.Max(l => l.At.UtcTicks),
            known.Length,
            CompressionLevel.Optimal);
        return known.Length > 0;
    }

    private sealed class Line
    {
        private byte[] _bytes = [];

        public int Length { get; private set; }

        public int Head { get; private set; }

        public DateTimeOffset At { get; private set; }

        public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

        public void Set(ReadOnlySpan<byte> line, int head, DateTimeOffset at)
        {
            if (_bytes.Length < line.Length)
            {
                _bytes = new byte[Math.Max(line.Length, _bytes.Length * 2)];
            }

            line.CopyTo(_bytes);
            (Length, Head, At) = (line.Length, head, at);
        }
    }
}
