using System.IO.Compression;
using System.Text;
using KanaPerps.Recording;

namespace KanaPerps.Client.Tests.Recording;

/// <summary>The header of a member: an ordinary gzip header that says more.</summary>
public sealed class MemberHeaderTests
{
    private static readonly MemberHeader s_header = new(1234, 638_000_000_000_000_000, 638_000_000_000_000_007, 56);

    [Fact]
    public void A_header_is_read_as_it_was_written()
    {
        byte[] bytes = new byte[MemberHeader.Size + 3];
        s_header.Write(bytes);

        Assert.True(MemberHeader.TryRead(bytes, out MemberHeader read));
        Assert.Equal(s_header, read);
        Assert.Equal((byte)1, MemberHeader.VersionOf(bytes));
    }

    [Fact]
    public void A_member_with_the_header_is_ordinary_gzip()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write("a line\n"u8);
        }

        byte[] member = new byte[packed.Length - MemberHeader.GzipHeaderSize + MemberHeader.Size];
        (s_header with { Length = (uint)member.Length }).Write(member);
        packed.ToArray().AsSpan(MemberHeader.GzipHeaderSize).CopyTo(member.AsSpan(MemberHeader.Size));

        using GZipStream reader = new(new MemoryStream([.. member, .. member]), CompressionMode.Decompress);
        using StreamReader text = new(reader, Encoding.UTF8);
        Assert.Equal("a line\na line\n", text.ReadToEnd());
    }

    [Fact]
    public void Each_byte_that_marks_the_header_counts()
    {
        byte[] bytes = new byte[MemberHeader.Size];
        s_header.Write(bytes);

        for (int i = 0; i < 17; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 1;
            Assert.False(MemberHeader.TryRead(changed, out _), $"byte {i}");
        }
    }

    [Fact]
    public void Cut_off_anywhere_it_is_not_a_header()
    {
        byte[] bytes = new byte[MemberHeader.Size];
        s_header.Write(bytes);

        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.False(MemberHeader.TryRead(bytes.AsSpan(0, length), out _));
        }
    }

    [Fact]
    public void A_header_of_a_later_version_is_told_by_its_version()
    {
        byte[] bytes = new byte[MemberHeader.Size];
        s_header.Write(bytes);
        bytes[16] = 2;

        Assert.False(MemberHeader.TryRead(bytes, out _));
        Assert.Equal((byte)2, MemberHeader.VersionOf(bytes));
        Assert.Null(MemberHeader.VersionOf("\x1f\x8b and no more"u8));
    }
}
