using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace KanaPerps.Recording;

/// <summary>Unpacks gzip members that are in memory as a whole, and proves that they are whole.</summary>
internal static class MemberInflater
{
    /// <summary>The most that a member may take, packed or unpacked. A recorder's buffer is half of it.</summary>
    public const int MostBytes = 128 * 1024 * 1024;

    // Deflate can't pack more tightly than that.
    private const int MostRatio = 1040;

    // The header of a member of a recorder says more than gzip needs to know, and may be the part that is damaged.
    private static readonly byte[] s_plainHeader = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

    /// <summary>Unpacks a member.</summary>
    /// <param name="member">The member, with header and trailer.</param>
    /// <param name="count">How many bytes it has.</param>
    /// <param name="problem">What is wrong with it, or null.</param>
    /// <returns>A rented array with the content, or null when something is wrong.</returns>
    public static byte[]? Inflate(ArraySegment<byte> member, out int count, out string? problem)
    {
        count = 0;
        if (member.Count < MemberHeader.Size + MemberHeader.TrailerSize)
        {
            problem = "a gzip member is cut off";
            return null;
        }

        uint size = BinaryPrimitives.ReadUInt32LittleEndian(member[^4..]);
        if (size > MostBytes || size > (long)member.Count * MostRatio)
        {
            problem = "the size in a gzip member is wrong";
            return null;
        }

        // A byte more than there should be, to see that there is no more.
        byte[] lines = ArrayPool<byte>.Shared.Rent((int)size + EndMark.Content.Length + 1);
        if (TryInflate(member[MemberHeader.Size..], lines, out count) && count == size + EndMark.Content.Length && lines.AsSpan(0, count).EndsWith(EndMark.Content))
        {
            count = (int)size;
            problem = null;
            return lines;
        }

        ArrayPool<byte>.Shared.Return(lines);
        problem = "a gzip member is damaged";
        return null;
    }

    private static bool TryInflate(ArraySegment<byte> rest, Span<byte> destination, out int count)
    {
        count = 0;
        try
        {
            using GZipStream gzip = new(Concatenation.Of(s_plainHeader, rest, EndMark.Member), CompressionMode.Decompress);
            while (count < destination.Length && gzip.Read(destination[count..]) is > 0 and int read)
            {
                count += read;
            }

            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
