using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KanaPerps.Valuation;

/// <summary>What a <see cref="decimal"/> is made of. Its fields lie in this order, as in the DECIMAL of OLE: decimal.GetBits takes several times as long.</summary>
/// <param name="Flags">The sign, and the scale.</param>
/// <param name="High">The upper 32 bits of the digits.</param>
/// <param name="Low">The lower 64 bits of the digits.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct DecimalWords(int Flags, uint High, ulong Low)
{
    /// <summary>Whether it is below zero, or a negative zero.</summary>
    public bool IsNegative => Flags < 0;

    /// <summary>How many digits are behind the point.</summary>
    public int Scale => (byte)(Flags >> 16);

    /// <summary>Whether it is not negative, and 64 bits hold its digits.</summary>
    public bool IsPlain => High == 0 && Flags >= 0;

    /// <summary>Takes a decimal apart.</summary>
    /// <param name="value">The decimal.</param>
    /// <returns>Its parts.</returns>
    public static DecimalWords Of(decimal value) => Unsafe.BitCast<decimal, DecimalWords>(value);
}
