using System.IO.Compression;
using System.Security.Cryptography;

namespace KanaPerps.Recording;

/// <summary>
/// A gzip member that is put behind others to see that they are whole. The framework's gzip stream ends without an error where its input is cut off; but
/// the content of this member comes out only if each member before it was complete, with the right size and checksum.
/// </summary>
internal static class EndMark
{
    private static readonly byte[] s_content = RandomNumberGenerator.GetBytes(32);
    private static readonly byte[] s_member = Pack();

    /// <summary>What comes out at the end of whole data. Different in each process, so that no data has it.</summary>
    public static ReadOnlySpan<byte> Content => s_content;

    /// <summary>The member.</summary>
    public static ArraySegment<byte> Member => s_member;

    private static byte[] Pack()
    {
        MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.NoCompression))
        {
            gzip.Write(s_content);
        }

        return packed.ToArray();
    }
}
