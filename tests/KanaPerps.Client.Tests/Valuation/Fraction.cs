using System.Globalization;
using System.Numerics;

namespace KanaPerps.Client.Tests.Valuation;

/// <summary>A fraction of whole numbers without limits: what the exact arithmetic is compared with, slow and simple.</summary>
internal readonly record struct Fraction(BigInteger Top, BigInteger Bottom)
{
    private static readonly BigInteger s_tooLarge = BigInteger.Pow(2, 96);

    public int Sign => Top.Sign * Bottom.Sign;

    public static implicit operator Fraction(decimal value) =>
        new(BigInteger.Parse(value.ToString(CultureInfo.InvariantCulture).Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), BigInteger.Pow(10, value.Scale));

    // Over the larger of two powers of ten the numbers stay short.
    public static Fraction operator +(Fraction a, Fraction b) =>
        a.Bottom == b.Bottom ? new(a.Top + b.Top, a.Bottom)
        : BigInteger.DivRem(a.Bottom, b.Bottom, out BigInteger rest) is var more && rest.IsZero ? new(a.Top + (b.Top * more), a.Bottom)
        : BigInteger.DivRem(b.Bottom, a.Bottom, out rest) is var less && rest.IsZero ? new((a.Top * less) + b.Top, b.Bottom)
        : new((a.Top * b.Bottom) + (b.Top * a.Bottom), a.Bottom * b.Bottom);

    public static Fraction operator -(Fraction a, Fraction b) => a + new Fraction(-b.Top, b.Bottom);

    public static Fraction operator *(Fraction a, Fraction b) => new(a.Top * b.Top, a.Bottom * b.Bottom);

    public static Fraction operator /(Fraction a, Fraction b) => new(a.Top * b.Bottom, a.Bottom * b.Top);

    public static bool operator <(Fraction a, Fraction b) => (a - b).Sign < 0;

    public static bool operator >(Fraction a, Fraction b) => (a - b).Sign > 0;

    /// <summary>The number with every digit, or null when decimal has no room for one of them.</summary>
    public decimal? Exact() => Rounded() is { } rounded && (this - (Fraction)rounded).Sign == 0 ? rounded : null;

    /// <summary>The decimal that is next to it, the even one of two; null when it is out of range, or a fraction of zero.</summary>
    public decimal? Rounded()
    {
        if (Bottom.IsZero)
        {
            return null;
        }

        BigInteger top = BigInteger.Abs(Top);
        BigInteger bottom = BigInteger.Abs(Bottom);
        for (int scale = 28; scale >= 0; scale--)
        {
            if (top * BigInteger.Pow(10, scale) >= bottom * s_tooLarge)
            {
                continue;
            }

            BigInteger twice = top * BigInteger.Pow(10, scale) * 2;
            BigInteger digits = twice / (bottom * 2);
            BigInteger rest = twice - (digits * bottom * 2);
            if (rest > bottom || (rest == bottom && !digits.IsEven))
            {
                digits++;
            }

            if (digits < s_tooLarge)
            {
                string text = digits.ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
                return Sign * decimal.Parse(text.Insert(text.Length - scale, "."), CultureInfo.InvariantCulture);
            }
        }

        return null;
    }
}
