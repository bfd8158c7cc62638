using System.Numerics;
using System.Runtime.Intrinsics;

namespace KanaPerps.Wire.Fast;

/// <summary>Finds where plain JSON values end, sixteen bytes at a time: most values of the venue are shorter than that.</summary>
internal static class ByteScan
{
    /// <summary>Finds the end of a string of printable ASCII without escapes.</summary>
    /// <param name="json">The message.</param>
    /// <param name="start">The byte after the opening quotation mark.</param>
    /// <returns>Where the closing quotation mark stands, or -1 for a string with anything else in it.</returns>
    public static int EndOfPlainString(ReadOnlySpan<byte> json, int start)
    {
        int at = start;
        for (; json.Length - at >= Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            // As signed numbers the bytes from 0x80 are below the blank too.
            Vector128<byte> block = Vector128.Create(json.Slice(at, Vector128<byte>.Count));
            Vector128<byte> stops = Vector128.Equals(block, Vector128.Create((byte)'"'))
                | Vector128.Equals(block, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(block.AsSByte(), Vector128.Create((sbyte)' ')).AsByte();
            uint mask = stops.ExtractMostSignificantBits();
            if (mask != 0)
            {
                at += BitOperations.TrailingZeroCount(mask);
                return json[at] == (byte)'"' ? at : -1;
            }
        }

        for (; at < json.Length; at++)
        {
            byte b = json[at];
            if (b is (byte)'"' or (byte)'\\' or < (byte)' ' or >= 0x80)
            {
                return b == (byte)'"' ? at : -1;
            }
        }

        return -1;
    }

    /// <summary>Finds the end of a number as JSON allows it, without an exponent.</summary>
    /// <param name="json">The message.</param>
    /// <param name="start">The sign or the first digit.</param>
    /// <returns>The first byte that does not belong to it, or -1 for what is no such number.</returns>
    public static int EndOfPlainNumber(ReadOnlySpan<byte> json, int start)
    {
        int whole = start < json.Length && json[start] == (byte)'-' ? start + 1 : start;
        int end = EndOfDigits(json, whole);
        if (end == whole || (end > whole + 1 && json[whole] == (byte)'0'))
        {
            return -1;
        }

        if (end == json.Length || json[end] != (byte)'.')
        {
            return end;
        }

        int fraction = end + 1;
        end = EndOfDigits(json, fraction);
        return end == fraction ? -1 : end;
    }

    private static int EndOfDigits(ReadOnlySpan<byte> json, int start)
    {
        int at = start;
        for (; json.Length - at >= Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            Vector128<byte> distance = Vector128.Create(json.Slice(at, Vector128<byte>.Count)) - Vector128.Create((byte)'0');
            uint digits = Vector128.Equals(Vector128.Min(distance, Vector128.Create((byte)9)), distance).ExtractMostSignificantBits();
            if (digits != 0xFFFF)
            {
                return at + BitOperations.TrailingZeroCount(~digits);
            }
        }

        while (at < json.Length && char.IsAsciiDigit((char)json[at]))
        {
            at++;
        }

        return at;
    }
}
