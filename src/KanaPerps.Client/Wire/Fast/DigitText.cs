using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace KanaPerps.Wire.Fast;

/// <summary>Reads runs of digits, eight at a time.</summary>
internal static class DigitText
{
    /// <summary>How many digits always fit a 64-bit number.</summary>
    public const int MostDigits = 19;

    private const int Chunk = sizeof(ulong);
    private const ulong Zeros = 0x3030_3030_3030_3030;

    /// <summary>Reads a text that is nothing but digits.</summary>
    /// <param name="text">One to nineteen digits.</param>
    /// <param name="value">What they say.</param>
    /// <returns>False when there are more or none, or anything else among them.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        return (uint)(text.Length - 1) < MostDigits && TryAppend(text, ref value);
    }

    /// <summary>Appends digits to a number.</summary>
    /// <param name="digits">The digits. The caller sees to it that the number has room for them.</param>
    /// <param name="value">The number.</param>
    /// <returns>False when there is anything but digits.</returns>
    public static bool TryAppend(ReadOnlySpan<byte> digits, ref ulong value)
    {
        while (digits.Length >= Chunk)
        {
            if (!TryReadChunk(BinaryPrimitives.ReadUInt64LittleEndian(digits), out ulong chunk))
            {
                return false;
            }

            value = (value * 100_000_000) + chunk;
            digits = digits[Chunk..];
        }

        foreach (byte b in digits)
        {
            uint digit = (uint)(b - '0');
            if (digit > 9)
            {
                return false;
            }

            value = (value * 10) + digit;
        }

        return true;
    }

    /// <summary>Reads four to eight digits that may have a point among them: most prices and sizes.</summary>
    /// <param name="text">The characters.</param>
    /// <param name="value">The digits without the point.</param>
    /// <param name="fractionDigits">How many of them come after it.</param>
    /// <returns>False for any other text.</returns>
    public static bool TryReadShort(ReadOnlySpan<byte> text, out ulong value, out int fractionDigits)
    {
        value = 0;
        fractionDigits = 0;
        if (text.Length is < sizeof(uint) or > Chunk)
        {
            return false;
        }

        // Two loads that overlap in the middle take the text in, whatever its length; zeros go before it until it fills the chunk.
        uint first = BinaryPrimitives.ReadUInt32LittleEndian(text);
        uint last = BinaryPrimitives.ReadUInt32LittleEndian(text[^sizeof(uint)..]);
        ulong chunk = first | ((ulong)last << (8 * (text.Length - sizeof(uint))));
        chunk = text.Length == Chunk ? chunk : (chunk << (8 * (Chunk - text.Length))) | (Zeros >> (8 * text.Length));

        // Exclusive-or turns points to zero bytes; subtracting one from each byte carries into the high bit of the lowest zero byte.
        ulong points = chunk ^ 0x2E2E_2E2E_2E2E_2E2E;
        ulong found = (points - 0x0101_0101_0101_0101) & ~points & 0x8080_8080_8080_8080;
        if (found != 0)
        {
            // What stands before the point moves over it, and a zero comes in at the front.
            int bits = BitOperations.TrailingZeroCount(found) & ~7;
            ulong before = (1UL << bits) - 1;
            fractionDigits = Chunk - 1 - (bits / 8);
            chunk = (chunk & ~(before << 8 | 0xFF)) | ((chunk & before) << 8) | (byte)'0';
        }

        return TryReadChunk(chunk, out value);
    }

    // The first digit is in the lowest byte. Neighbours are joined to pairs, pairs to fours, fours to the eight: three multiplications
    // instead of eight that wait for one another.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadChunk(ulong text, out ulong value)
    {
        ulong digits = text - Zeros;
        value = 0;

        // A byte above 9 carries into its high half when 6 is added; one below '0' has it set already, and so has what it borrows from.
        if (((digits | (digits + 0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0) != 0)
        {
            return false;
        }

        ulong pairs = (digits * ((10 << 8) + 1)) >> 8;
        ulong fours = ((pairs & 0x00FF_00FF_00FF_00FF) * ((100 << 16) + 1)) >> 16;
        value = ((fours & 0x0000_FFFF_0000_FFFF) * ((10_000UL << 32) + 1)) >> 32;
        return true;
    }
}
