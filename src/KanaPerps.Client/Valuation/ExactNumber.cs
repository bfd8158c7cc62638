using System.Numerics;

namespace KanaPerps.Valuation;

/// <summary>
/// A decimal fraction without limits: sums and products keep every digit. Up to 127 bits it is no garbage; a <see cref="BigInteger"/> takes over where
/// these do not suffice.
/// </summary>
internal readonly struct ExactNumber : IComparable<ExactNumber>
{
    /// <summary>How many digits a decimal has behind the point at most.</summary>
    internal const int MostDecimals = 28;

    // The powers of ten that a ulong holds.
    private static readonly ulong[] s_powers = [.. Enumerable.Range(0, 20).Select(n => (ulong)BigInteger.Pow(10, n))];
    private static readonly BigInteger s_tooLarge = BigInteger.One << 96;

    // The number is one of the two, divided by ten to the power of the scale.
    private readonly Int128 _small;
    private readonly BigInteger _large;
    private readonly int _scale;
    private readonly bool _isLarge;

    /// <summary>Makes a number of its digits.</summary>
    /// <param name="small">The digits.</param>
    /// <param name="scale">How many of them are behind the point.</param>
    internal ExactNumber(Int128 small, int scale)
    {
        _small = small;
        _scale = scale;
    }

    private ExactNumber(BigInteger large, int scale)
    {
        _scale = scale;
        _isLarge = large < Int128.MinValue || large > Int128.MaxValue;
        _small = _isLarge ? 0 : (Int128)large;
        _large = _isLarge ? large : default;
    }

    /// <summary>Whether the number is zero.</summary>
    public bool IsZero => !_isLarge && _small == 0;

    /// <summary>Less than, equal to or greater than zero, like the number.</summary>
    public int Sign => _isLarge ? _large.Sign : _small == 0 ? 0 : Int128.IsNegative(_small) ? -1 : 1;

    private BigInteger Digits => _isLarge ? _large : _small;

    private bool IsLong => !_isLarge && (ulong)(_small >> 64) == (ulong)((long)(ulong)_small >> 63);

    public static implicit operator ExactNumber(decimal value)
    {
        DecimalWords words = DecimalWords.Of(value);
        Int128 digits = new(words.High, words.Low);
        return new(words.IsNegative ? -digits : digits, words.Scale);
    }

    public static ExactNumber operator +(in ExactNumber left, in ExactNumber right)
    {
        if (!left._isLarge && !right._isLarge && TryAlign(left, right, out Int128 first, out Int128 second))
        {
            Int128 sum = unchecked(first + second);
            bool hasOverflown = Int128.IsNegative((first ^ sum) & (second ^ sum));
            if (!hasOverflown)
            {
                return new(sum, Math.Max(left._scale, right._scale));
            }
        }

        int scale = Math.Max(left._scale, right._scale);
        return new(left.DigitsAt(scale) + right.DigitsAt(scale), scale);
    }

    public static ExactNumber operator -(in ExactNumber value) =>
        value._isLarge || value._small == Int128.MinValue ? new(-value.Digits, value._scale) : new(-value._small, value._scale);

    public static ExactNumber operator -(in ExactNumber left, in ExactNumber right) => left + -right;

    public static ExactNumber operator *(in ExactNumber left, in ExactNumber right) => left.IsLong && right.IsLong
        ? new(Math.BigMul((long)left._small, (long)right._small), left._scale + right._scale)
        : new(left.Digits * right.Digits, left._scale + right._scale);

    /// <summary>The number times a power of ten: the point moves, and no digit does.</summary>
    /// <param name="exponent">The exponent, of either sign.</param>
    /// <returns>The product.</returns>
    public ExactNumber TimesTenTo(int exponent) => _isLarge ? new(_large, _scale - exponent) : new(_small, _scale - exponent);

    /// <summary>How many digits are behind the point.</summary>
    public int Scale => _scale;

    /// <summary>The same number with more zeros behind the point, where 127 bits hold them.</summary>
    /// <param name="scale">The digits behind the point that it should have.</param>
    /// <returns>The number.</returns>
    public ExactNumber WithScale(int scale) => !_isLarge && scale > _scale && TryScale(_small, scale - _scale, out Int128 scaled) ? new(scaled, scale) : this;

    /// <summary>Compares a decimal with the number.</summary>
    /// <param name="value">The decimal.</param>
    /// <returns>Less than, equal to or greater than zero, as the decimal is to the number.</returns>
    public int CompareFrom(decimal value)
    {
        DecimalWords words = DecimalWords.Of(value);
        int zeros = _scale - words.Scale;
        if (words.IsPlain && !_isLarge && zeros >= 0 && zeros < s_powers.Length && Math.BigMul(words.Low, s_powers[zeros], out ulong low) is var high and <= long.MaxValue)
        {
            return new Int128(high, low).CompareTo(_small);
        }

        return ((ExactNumber)value).CompareTo(this);
    }

    /// <summary>Compares digits of two words with the number.</summary>
    /// <param name="high">The upper word, below half of what it holds.</param>
    /// <param name="low">The lower word.</param>
    /// <param name="scale">How many of them are behind the point.</param>
    /// <returns>Less than, equal to or greater than zero, as the digits are to the number.</returns>
    public int CompareFrom(ulong high, ulong low, int scale) =>
        scale == _scale && !_isLarge ? new Int128(high, low).CompareTo(_small) : new ExactNumber(new Int128(high, low), scale).CompareTo(this);

    /// <inheritdoc/>
    public int CompareTo(ExactNumber other)
    {
        if (!_isLarge && !other._isLarge && TryAlign(this, other, out Int128 first, out Int128 second))
        {
            return first.CompareTo(second);
        }

        int scale = Math.Max(_scale, other._scale);
        return DigitsAt(scale).CompareTo(other.DigitsAt(scale));
    }

    /// <summary>The number as it is, or null when decimal can't hold all of it.</summary>
    /// <returns>The number.</returns>
    public decimal? ToDecimal()
    {
        if (TryPlain(out decimal plain))
        {
            return plain;
        }

        BigInteger digits = Digits;
        int scale = _scale;
        while (scale > 0 && (scale > MostDecimals || BigInteger.Abs(digits) >= s_tooLarge) && BigInteger.DivRem(digits, 10, out BigInteger rest) is var shorter && rest.IsZero)
        {
            digits = shorter;
            scale--;
        }

        if (scale < 0)
        {
            digits *= BigInteger.Pow(10, -scale);
            scale = 0;
        }

        return scale <= MostDecimals ? Compose(digits, scale) : null;
    }

    /// <summary>The number as it is, or rounded once, half to even, to the digits that decimal has; null when it is out of decimal's range.</summary>
    /// <param name="isRounded">Whether it was rounded.</param>
    /// <returns>The number.</returns>
    public decimal? ToDecimalRounded(out bool isRounded)
    {
        decimal? exact = ToDecimal();
        decimal? value = exact ?? Quotient(this, 1m);
        isRounded = exact is null && value is not null;
        return value;
    }

    /// <summary>
    /// A quotient with all the digits that decimal can hold, at most 28 of them behind the point, rounded once, half to even.
    /// </summary>
    /// <param name="dividend">The dividend, exact.</param>
    /// <param name="divisor">The divisor, exact.</param>
    /// <returns>The quotient; null for a divisor of zero, or when decimal can't hold a number so large.</returns>
    public static decimal? Quotient(in ExactNumber dividend, in ExactNumber divisor)
    {
        if (divisor.IsZero)
        {
            return null;
        }

        // Of numbers that it holds, decimal's own quotient is just that.
        if (dividend.TryPlain(out decimal first) && divisor.TryPlain(out decimal second))
        {
            try
            {
                return first / second;
            }
            catch (OverflowException)
            {
                return null;
            }
        }

        int sign = dividend.Sign * divisor.Sign;
        BigInteger numerator = BigInteger.Abs(dividend.Digits) * BigInteger.Pow(10, Math.Max(0, divisor._scale - dividend._scale));
        BigInteger denominator = BigInteger.Abs(divisor.Digits) * BigInteger.Pow(10, Math.Max(0, dividend._scale - divisor._scale));
        for (int scale = MostDecimals; scale >= 0; scale--)
        {
            BigInteger digits = Rounded(numerator * BigInteger.Pow(10, scale), denominator);
            if (digits < s_tooLarge)
            {
                return DecimalRange.WithoutTrailingZeros(Compose(sign * digits, scale)!.Value);
            }
        }

        return null;
    }

    private static BigInteger Rounded(BigInteger numerator, BigInteger denominator)
    {
        BigInteger whole = BigInteger.DivRem(numerator, denominator, out BigInteger rest);
        int half = (rest * 2).CompareTo(denominator);
        return half > 0 || (half == 0 && !whole.IsEven) ? whole + 1 : whole;
    }

    private static decimal? Compose(BigInteger digits, int scale)
    {
        BigInteger size = BigInteger.Abs(digits);
        return size < s_tooLarge
            ? new decimal((int)(uint)(size & uint.MaxValue), (int)(uint)((size >> 32) & uint.MaxValue), (int)(uint)(size >> 64), digits.Sign < 0, (byte)scale)
            : null;
    }

    private bool TryPlain(out decimal value)
    {
        value = 0;
        if (_isLarge || _scale is < 0 or > MostDecimals || _small == Int128.MinValue)
        {
            return false;
        }

        UInt128 size = (UInt128)Int128.Abs(_small);
        ulong upper = (ulong)(size >> 64);
        if (upper > uint.MaxValue)
        {
            return false;
        }

        ulong lower = (ulong)size;
        value = new decimal((int)(uint)lower, (int)(uint)(lower >> 32), (int)(uint)upper, Int128.IsNegative(_small), (byte)_scale);
        return true;
    }

    private BigInteger DigitsAt(int scale) => Digits * BigInteger.Pow(10, scale - _scale);

    private static bool TryAlign(in ExactNumber left, in ExactNumber right, out Int128 first, out Int128 second)
    {
        first = left._small;
        second = right._small;
        int difference = left._scale - right._scale;
        return difference == 0 || (difference > 0 ? TryScale(second, difference, out second) : TryScale(first, -difference, out first));
    }

    /// <summary>Appends zeros to digits of two words.</summary>
    /// <param name="high">The upper word.</param>
    /// <param name="low">The lower word.</param>
    /// <param name="zeros">How many.</param>
    /// <returns>Whether 127 bits hold the result. If not, nothing has changed.</returns>
    internal static bool TryShift(ref ulong high, ref ulong low, int zeros)
    {
        if ((high | low) == 0)
        {
            return true;
        }

        if (zeros >= s_powers.Length)
        {
            return false;
        }

        ulong factor = s_powers[zeros];
        ulong carry = Math.BigMul(low, factor, out ulong newLow);
        ulong newHigh = 0;
        if ((high != 0 && Math.BigMul(high, factor, out newHigh) != 0) || newHigh > long.MaxValue || carry > long.MaxValue - newHigh)
        {
            return false;
        }

        high = newHigh + carry;
        low = newLow;
        return true;
    }

    private static bool TryScale(Int128 value, int digits, out Int128 scaled)
    {
        scaled = 0;
        if (value == Int128.MinValue)
        {
            return false;
        }

        UInt128 size = (UInt128)Int128.Abs(value);
        ulong high = (ulong)(size >> 64);
        ulong low = (ulong)size;
        if (!TryShift(ref high, ref low, digits))
        {
            return false;
        }

        Int128 result = new(high, low);
        scaled = Int128.IsNegative(value) ? -result : result;
        return true;
    }
}
