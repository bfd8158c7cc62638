using System.Numerics;
using System.Runtime.CompilerServices;
using KanaPerps.Wire.Fast;

namespace KanaPerps.Wire;

/// <summary>
/// The one place where a number on the wire becomes a <see cref="decimal"/>. Nothing passes through a double; trailing zeros are kept
/// where there is room for them.
/// </summary>
internal static class DecimalParser
{
    private const int MaxScale = 28;

    // The digits that decide: 38 fit UInt128, decimal holds at most 29, the rest can only break a tie.
    private const int MaxDigits = 38;

    // No message has digits enough to make up for an exponent beyond this; the cap keeps the arithmetic on it from overflowing.
    private const int ExponentCap = 100_000_000;

    private static readonly UInt128 s_coefficientLimit = UInt128.One << 96;
    private static readonly UInt128[] s_powersOfTen = [.. Enumerable.Range(0, MaxDigits + 1).Select(n => (UInt128)BigInteger.Pow(10, n))];

    /// <summary>Reads a whole text as a decimal number: sign, digits, point, exponent.</summary>
    /// <param name="text">The characters; no white space, at least one digit.</param>
    /// <param name="value">The number, or the nearest decimal to it.</param>
    /// <returns>How well it fits.</returns>
    public static NumberOutcome Parse(ReadOnlySpan<byte> text, out decimal value) =>
        TryParseShort(text, out value) || TryParsePlain(text, out value) ? NumberOutcome.Exact : ParseAny(text, out value);

    /// <summary>Reads four to eight characters without a sign, which most prices and sizes are, exactly.</summary>
    /// <param name="text">The characters.</param>
    /// <param name="value">The number.</param>
    /// <returns>False for what <see cref="Parse"/> has to look at.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParseShort(ReadOnlySpan<byte> text, out decimal value)
    {
        bool isShort = DigitText.TryReadShort(text, out ulong digits, out int fractionDigits);
        value = new decimal((int)digits, 0, 0, isNegative: false, (byte)fractionDigits);
        return isShort;
    }

    // Digits with at most a sign and a point, and no more of them than decimal holds: nearly all that the venue sends.
    private static bool TryParsePlain(ReadOnlySpan<byte> text, out decimal value)
    {
        value = 0;
        bool negative = !text.IsEmpty && text[0] == (byte)'-';
        ReadOnlySpan<byte> digits = negative ? text[1..] : text;
        int point = digits.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = point < 0 ? digits : digits[..point];
        ReadOnlySpan<byte> fraction = point < 0 ? [] : digits[(point + 1)..];
        int room = DigitText.MostDigits - whole.Length;
        ulong high = 0;
        if (digits.Length <= (point < 0 ? 0 : 1) || room < 0 || fraction.Length > MaxScale || !DigitText.TryAppend(whole, ref high))
        {
            return false;
        }

        if (fraction.Length <= room)
        {
            if (!DigitText.TryAppend(fraction, ref high))
            {
                return false;
            }

            value = new decimal((int)(uint)high, (int)(uint)(high >> 32), 0, negative && high != 0, (byte)fraction.Length);
            return true;
        }

        ulong low = 0;
        int rest = fraction.Length - room;
        if (rest > DigitText.MostDigits || !DigitText.TryAppend(fraction[..room], ref high) || !DigitText.TryAppend(fraction[room..], ref low))
        {
            return false;
        }

        UInt128 coefficient = (high * s_powersOfTen[rest]) + low;
        if (coefficient >= s_coefficientLimit)
        {
            return false;
        }

        value = Make(coefficient, fraction.Length, negative);
        return true;
    }

    private static NumberOutcome ParseAny(ReadOnlySpan<byte> text, out decimal value)
    {
        value = 0;
        bool negative = !text.IsEmpty && text[0] == (byte)'-';
        int at = negative ? 1 : 0;
        if (!ReadDigits(text, ref at, out Digits digits) || !ReadExponent(text, ref at, out int exponent) || at != text.Length)
        {
            return NumberOutcome.Invalid;
        }

        exponent += digits.Exponent;
        return exponent > 0
            ? ScaleUp(digits, exponent, negative, out value)
            : ScaleDown(digits, -exponent, negative, out value);
    }

    private static bool ReadDigits(ReadOnlySpan<byte> text, ref int at, out Digits digits)
    {
        UInt128 wide = 0;
        int count = 0;
        int exponent = 0;
        bool lost = false;
        bool any = false;
        bool point = false;
        for (; at < text.Length; at++)
        {
            uint digit = (uint)(text[at] - '0');
            if (digit > 9)
            {
                if (text[at] != (byte)'.' || point)
                {
                    break;
                }

                point = true;
                continue;
            }

            any = true;
            if (count < MaxDigits)
            {
                exponent -= point ? 1 : 0;
                count += digit != 0 || count != 0 ? 1 : 0;
                wide = (wide * 10) + digit;
            }
            else
            {
                exponent += point ? 0 : 1;
                lost |= digit != 0;
            }
        }

        digits = new Digits(wide, exponent, lost);
        return any;
    }

    private static bool ReadExponent(ReadOnlySpan<byte> text, ref int at, out int exponent)
    {
        exponent = 0;
        if (at == text.Length || (text[at] | 0x20) != 'e')
        {
            return true;
        }

        at++;
        bool negative = at < text.Length && text[at] == (byte)'-';
        at += at < text.Length && text[at] is (byte)'-' or (byte)'+' ? 1 : 0;
        int start = at;
        for (; at < text.Length && char.IsAsciiDigit((char)text[at]); at++)
        {
            exponent = Math.Min(ExponentCap, (exponent * 10) + (text[at] - '0'));
        }

        exponent = negative ? -exponent : exponent;
        return at > start;
    }

    private static NumberOutcome ScaleUp(Digits digits, int exponent, bool negative, out decimal value)
    {
        value = 0;
        if (digits.Coefficient == 0)
        {
            return NumberOutcome.Exact;
        }

        if (exponent > MaxScale || digits.Coefficient >= s_coefficientLimit)
        {
            return NumberOutcome.Invalid;
        }

        // At most 96 bits times 10^28 needs more than 128 bits, so the room is checked by division.
        UInt128 power = s_powersOfTen[exponent];
        if (digits.Coefficient > (s_coefficientLimit - 1) / power)
        {
            return NumberOutcome.Invalid;
        }

        value = Make(digits.Coefficient * power, 0, negative);
        return digits.Lost ? NumberOutcome.Inexact : NumberOutcome.Exact;
    }

    private static NumberOutcome ScaleDown(Digits digits, int scale, bool negative, out decimal value)
    {
        bool exact = !digits.Lost;
        int drop = Math.Max(0, scale - MaxScale);
        UInt128 coefficient = digits.Coefficient;
        while (true)
        {
            if (drop > 0 || digits.Lost)
            {
                coefficient = Round(digits, drop, out exact);
            }

            if (coefficient < s_coefficientLimit)
            {
                break;
            }

            if (++drop > scale)
            {
                value = 0;
                return NumberOutcome.Invalid;
            }
        }

        value = Make(coefficient, scale - drop, negative);
        return exact ? NumberOutcome.Exact : NumberOutcome.Inexact;
    }

    // Half to even; digits that did not fit the coefficient turn a tie into more than half.
    private static UInt128 Round(Digits digits, int drop, out bool exact)
    {
        if (drop > MaxDigits)
        {
            exact = digits.Coefficient == 0 && !digits.Lost;
            return 0;
        }

        UInt128 power = s_powersOfTen[drop];
        (UInt128 quotient, UInt128 rest) = UInt128.DivRem(digits.Coefficient, power);
        exact = rest == 0 && !digits.Lost;
        UInt128 half = power / 2;
        bool up = drop > 0 && (rest > half || (rest == half && (digits.Lost || UInt128.IsOddInteger(quotient))));
        return up ? quotient + 1 : quotient;
    }

    // A negative zero is zero: its sign carries no value and would only print as a surprise.
    private static decimal Make(UInt128 coefficient, int scale, bool negative) => new(
        (int)(uint)coefficient,
        (int)(uint)(coefficient >> 32),
        (int)(uint)(coefficient >> 64),
        negative && coefficient != 0,
        (byte)scale);

    /// <summary>The leading digits of a number, the power of ten they are to be multiplied with, and whether later ones were not all zero.</summary>
    private readonly record struct Digits(UInt128 Coefficient, int Exponent, bool Lost);
}
