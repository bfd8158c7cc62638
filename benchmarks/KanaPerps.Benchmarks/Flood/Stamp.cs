using System.Buffers;
using System.Buffers.Text;

namespace KanaPerps.Benchmarks;

/// <summary>A number that grows from one pass over the frames to the next, at all places where it stands.</summary>
/// <param name="First">Its value in the first pass.</param>
/// <param name="Step">What each pass adds.</param>
/// <param name="Places">Where its last eight digits stand.</param>
internal sealed record Stamp(long First, long Step, IReadOnlyList<int> Places)
{
    private const int Digits = 8;
    private const long Modulus = 100_000_000;

    /// <summary>Writes the number for a pass.</summary>
    /// <param name="bytes">The frames.</param>
    /// <param name="pass">Which pass, from 0.</param>
    public void Write(Span<byte> bytes, long pass)
    {
        Span<byte> text = stackalloc byte[Digits];
        Utf8Formatter.TryFormat((First + (pass * Step)) % Modulus, text, out _, new StandardFormat('D', Digits));
        foreach (int place in Places)
        {
            text.CopyTo(bytes[place..]);
        }
    }
}
