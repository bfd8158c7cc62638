using System.Buffers.Binary;

namespace KanaPerps.Recording;

/// <summary>
/// The header of a gzip member of a recording: an ordinary one with an extra field, from which a reader sees how long the member is and
/// what times are in it, without unpacking it.
/// </summary>
/// <param name="Length">The length of the member in bytes, with header and trailer.</param>
/// <param name="FirstAt">The earliest time of a line in it, in UTC ticks.</param>
/// <param name="LastAt">The latest time of a line in it, in UTC ticks.</param>
/// <param name="Lines">How many lines it has.</param>
internal readonly record struct MemberHeader(uint Length, long FirstAt, long LastAt, uint Lines)
{
    /// <summary>The length of the header in bytes.</summary>
    public const int Size = GzipHeaderSize + 2 + 4 + FieldSize;

    /// <summary>The length of the header that a gzip stream writes by itself.</summary>
    public const int GzipHeaderSize = 10;

    /// <summary>The length of the trailer: checksum and size.</summary>
    public const int TrailerSize = 8;

    /// <summary>The version that is written.</summary>
    public const byte CurrentVersion = 1;

    private const int FieldSize = 1 + 4 + 8 + 8 + 4;

    // Magic, deflate, flag of an extra field, no time, no level, no system; length of the extra field; name and length of its only part.
    private static ReadOnlySpan<byte> Lead => [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 4 + FieldSize, 0, (byte)'K', (byte)'P', FieldSize, 0];

    /// <summary>Writes the header.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        Lead.CopyTo(destination);
        Span<byte> field = destination[Lead.Length..];
        field[0] = CurrentVersion;
        BinaryPrimitives.WriteUInt32LittleEndian(field[1..], Length);
        BinaryPrimitives.WriteInt64LittleEndian(field[5..], FirstAt);
        BinaryPrimitives.WriteInt64LittleEndian(field[13..], LastAt);
        BinaryPrimitives.WriteUInt32LittleEndian(field[21..], Lines);
    }

    /// <summary>Reads a header of the present version.</summary>
    /// <param name="source">Bytes that begin with the header.</param>
    /// <param name="header">The header.</param>
    /// <returns>False when the bytes do not begin with one: they are of another gzip member, of a later version, or of no member.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out MemberHeader header)
    {
        header = default;
        if (source.Length < Size || !source.StartsWith(Lead))
        {
            return false;
        }

        ReadOnlySpan<byte> field = source[Lead.Length..];
        header = new(
            BinaryPrimitives.ReadUInt32LittleEndian(field[1..]),
            BinaryPrimitives.ReadInt64LittleEndian(field[5..]),
            BinaryPrimitives.ReadInt64LittleEndian(field[13..]),
            BinaryPrimitives.ReadUInt32LittleEndian(field[21..]));
        return field[0] == CurrentVersion && header.Length >= Size + TrailerSize;
    }

    /// <summary>The version of a header of ours, whichever it is.</summary>
    /// <param name="source">Bytes that may begin with a header.</param>
    /// <returns>The version, or null when the bytes do not begin with a header that has our field first.</returns>
    public static byte? VersionOf(ReadOnlySpan<byte> source) =>
        source.Length > Lead.Length && source[..4].SequenceEqual(Lead[..4]) && source.Slice(12, 2).SequenceEqual(Lead.Slice(12, 2)) ? source[Lead.Length] : null;
}
