using System.Buffers;

namespace KanaPerps.Recording;

/// <summary>Some whole lines of a data file, unpacked and proven, or a damage in their place. Its memory is rented: dispose it.</summary>
internal sealed class RecordingBlock : IDisposable
{
    private byte[]? _lines;
    private byte[]? _packed;

    private RecordingBlock(RecordingFile file, long offset)
    {
        File = file;
        Offset = offset;
    }

    /// <summary>The file.</summary>
    public RecordingFile File { get; }

    /// <summary>Where in the file it begins.</summary>
    public long Offset { get; }

    /// <summary>The lines, each with its line feed. Empty for a damage.</summary>
    public ReadOnlyMemory<byte> Lines { get; private init; }

    /// <summary>The gzip member as it stands in the file, if it was asked for and is one of a recording.</summary>
    public ReadOnlyMemory<byte> Packed { get; private init; }

    /// <summary>The header of the member, or null where it has none that is known to be right.</summary>
    public MemberHeader? Header { get; private init; }

    /// <summary>What could not be read, or null.</summary>
    public RecordingDamage? Damage { get; private init; }

    /// <summary>The number of bytes of all files up to the end of this block, for progress.</summary>
    public long Progress { get; set; }

    /// <summary>Makes a block of lines.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where in the file it begins.</param>
    /// <param name="lines">A rented array.</param>
    /// <param name="count">How many bytes of it are lines.</param>
    /// <param name="packed">A rented array with the member, or null.</param>
    /// <param name="packedCount">How many bytes of that are the member.</param>
    /// <param name="header">The member's header, or null.</param>
    public static RecordingBlock Of(RecordingFile file, long offset, byte[] lines, int count, byte[]? packed = null, int packedCount = 0, MemberHeader? header = null) => new(file, offset)
    {
        _lines = lines,
        _packed = packed,
        Lines = lines.AsMemory(0, count),
        Packed = packed.AsMemory(0, packedCount),
        Header = header,
    };

    /// <summary>Makes a block for a damage.</summary>
    /// <param name="file">The file.</param>
    /// <param name="damage">The damage.</param>
    public static RecordingBlock Of(RecordingFile file, RecordingDamage damage) => new(file, damage.Offset) { Damage = damage };

    /// <inheritdoc/>
    public void Dispose()
    {
        Return(ref _lines);
        Return(ref _packed);
    }

    private static void Return(ref byte[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
            rented = null;
        }
    }
}
