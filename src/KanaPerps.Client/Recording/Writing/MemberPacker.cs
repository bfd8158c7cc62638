using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;

namespace KanaPerps.Recording;

/// <summary>Makes gzip members of lines, in memory. The memory is used again: one instance a recorder.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A stream in memory holds nothing that has to be given back.")]
internal sealed class MemberPacker
{
    private readonly MemoryStream _packed = new();

    /// <summary>Makes a member.</summary>
    /// <param name="lines">The lines, each with its line feed.</param>
    /// <param name="firstAt">The earliest time of a line, in UTC ticks.</param>
    /// <param name="lastAt">The latest time of a line, in UTC ticks.</param>
    /// <param name="count">How many lines there are.</param>
    /// <param name="level">How much effort to spend.</param>
    /// <returns>The member; valid until the next call.</returns>
    public ReadOnlySpan<byte> Pack(ReadOnlySpan<byte> lines, long firstAt, long lastAt, int count, CompressionLevel level)
    {
        // The stream's own header ends where ours does, which is longer and is written over it.
        _packed.SetLength(MemberHeader.Size - MemberHeader.GzipHeaderSize);
        _packed.Position = _packed.Length;
        using (GZipStream gzip = new(_packed, level, leaveOpen: true))
        {
            gzip.Write(lines);
        }

        Span<byte> member = _packed.GetBuffer().AsSpan(0, (int)_packed.Length);
        new MemberHeader((uint)member.Length, firstAt, lastAt, (uint)count).Write(member);
        return member;
    }
}
