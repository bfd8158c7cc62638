using System.Buffers;

namespace KanaPerps.Wire;

/// <summary>
/// A number that tells messages apart. Messages of the same rows have the same one in whatever order the rows are: the venue may send them to each
/// connection in another. It is valid in this process only.
/// </summary>
internal static class MessageFingerprint
{
    // {"data":[{ a row }]}
    private const int RowDepth = 3;

    private static readonly SearchValues<byte> s_marks = SearchValues.Create("\"{}[]"u8);

    /// <summary>The number of a message.</summary>
    /// <param name="utf8">The message; any bytes.</param>
    /// <returns>The number.</returns>
    public static ulong Of(ReadOnlySpan<byte> utf8)
    {
        ulong sum = (ulong)utf8.Length;
        int depth = 0;
        int pieceAt = 0;
        for (int at = 0; at < utf8.Length; at++)
        {
            int next = utf8[at..].IndexOfAny(s_marks);
            if (next < 0)
            {
                break;
            }

            at += next;
            switch (utf8[at])
            {
                case (byte)'"':
                    at = EndOfText(utf8, at);
                    break;
                case (byte)'{' or (byte)'[':
                    if (++depth == RowDepth)
                    {
                        sum += Hash(utf8[pieceAt..at]);
                        pieceAt = at;
                    }

                    break;
                default:
                    if (depth-- == RowDepth)
                    {
                        sum += Hash(utf8[pieceAt..(at + 1)]);
                        pieceAt = at + 1;
                    }

                    break;
            }
        }

        return sum + Hash(utf8[pieceAt..]);
    }

    private static int EndOfText(ReadOnlySpan<byte> utf8, int at)
    {
        for (at++; at < utf8.Length; at++)
        {
            int next = utf8[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                break;
            }

            at += next;
            if (utf8[at] == (byte)'"')
            {
                return at;
            }

            at++;
        }

        return utf8.Length;
    }

    private static ulong Hash(ReadOnlySpan<byte> piece)
    {
        HashCode low = default;
        low.AddBytes(piece);
        HashCode high = default;
        high.Add(piece.Length);
        high.AddBytes(piece);
        return ((ulong)(uint)high.ToHashCode() << 32) | (uint)low.ToHashCode();
    }
}
