using System.Buffers;
using System.Buffers.Text;

namespace KanaPerps.Benchmarks;

/// <summary>
/// Ready-made frames to be sent again and again. Each pass over them carries later times and higher versions, so that no message is like
/// an earlier one and nothing that recognises repetition is flattered.
/// </summary>
internal sealed class FrameCycle
{
    /// <summary>How many digits a tick in the place of a transaction version has.</summary>
    public const int TickDigits = 19;

    private const long TickBase = 1_000_000_000_000_000_000;

    private readonly byte[] _bytes;
    private readonly int[] _starts;
    private readonly Stamp[] _stamps;
    private readonly int[][] _versions;
    private long _pass;

    /// <summary>Makes a cycle.</summary>
    /// <param name="bytes">The frames, one after the other.</param>
    /// <param name="starts">Where each begins, and where the last one ends.</param>
    /// <param name="stamps">What grows from pass to pass.</param>
    /// <param name="versions">For each frame where its transaction versions stand.</param>
    public FrameCycle(byte[] bytes, int[] starts, Stamp[] stamps, int[][] versions)
    {
        (_bytes, _starts, _stamps, _versions) = (bytes, starts, stamps, versions);
    }

    /// <summary>How many frames a pass has.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>The same frames for a sender of its own.</summary>
    public FrameCycle Copy() => new([.. _bytes], _starts, _stamps, _versions);

    /// <summary>Some frames as they go out in the present pass.</summary>
    /// <param name="first">The first.</param>
    /// <param name="count">How many.</param>
    public ReadOnlyMemory<byte> Frames(int first, int count) => _bytes.AsMemory(_starts[first].._starts[first + count]);

    /// <summary>Begins the next pass.</summary>
    public void Turn()
    {
        _pass++;
        foreach (Stamp stamp in _stamps)
        {
            stamp.Write(_bytes, _pass);
        }
    }

    /// <summary>A frame that says when it is sent: its transaction versions, if they are wide enough, are the tick.</summary>
    /// <param name="index">Which frame.</param>
    /// <param name="scratch">Where to make it.</param>
    /// <param name="tick">The time stamp of <see cref="System.Diagnostics.Stopwatch"/>, which all processes of the machine share.</param>
    /// <returns>The frame.</returns>
    public ReadOnlyMemory<byte> Frame(int index, Memory<byte> scratch, long tick)
    {
        ReadOnlyMemory<byte> frame = Frames(index, 1);
        frame.CopyTo(scratch);
        foreach (int place in _versions[index])
        {
            Utf8Formatter.TryFormat(TickBase + tick, scratch.Span[(place - _starts[index])..], out _, new StandardFormat('D', TickDigits));
        }

        return scratch[..frame.Length];
    }

    /// <summary>The tick in a transaction version.</summary>
    public static long TickOf(ulong version) => (long)version - TickBase;
}
