using System.Numerics;

namespace KanaPerps.Parquet;

/// <summary>Decimal numbers as the whole numbers that a column of a fixed scale holds, without rounding.</summary>
internal static class DecimalScaling
{
    private static readonly Int128[] s_powers = [.. Enumerable.Range(0, 39).Select(n => (Int128)BigInteger.Pow(10, n))];

    /// <summary>The number times ten to the power of the scale.</summary>
    /// <param name="number">The number.</param>
    /// <param name="precision">How many digits the result has at most, up to 38.</param>
    /// <param name="scale">How many decimals the column has.</param>
    /// <returns>The whole number.</returns>
    /// <exception cref="OverflowException">It has more digits or more decimals.</exception>
    public static Int128 Unscaled(decimal number, int precision, int scale)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(number, parts);
        Int128 digits = (Int128)new UInt128((uint)parts[2], ((ulong)(uint)parts[1] << 32) | (uint)parts[0]);
        int step = scale - number.Scale;
        if (step >= 0)
        {
            digits = checked(digits * s_powers[step]);
        }
        else
        {
            (digits, Int128 rest) = Int128.DivRem(digits, s_powers[-step]);
            if (rest != 0)
            {
                throw new OverflowException($"{number} has more than {scale} decimals.");
            }
        }

        return digits >= s_powers[precision] ? throw new OverflowException($"{number} has more than {precision - scale} digits before its point.")
            : parts[3] < 0 ? -digits : digits;
    }
}
