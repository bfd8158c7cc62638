using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Wire;

/// <summary>Compares the parser with arithmetic that has no limits.</summary>
public sealed partial class DecimalParserPropertyTests
{
    private const int MaxScale = 28;
    private static readonly BigInteger s_maxCoefficient = (BigInteger.One << 96) - 1;

    [Fact]
    public void Random_numbers_give_the_nearest_decimal_and_say_whether_it_is_exact()
    {
        Random random = new(20260501);
        int exact = 0;
        int inexact = 0;
        int invalid = 0;
        for (int i = 0; i < 200_000; i++)
        {
            (string text, BigInteger coefficient, int exponent) = Next(random);
            NumberOutcome outcome = DecimalParser.Parse(Encoding.ASCII.GetBytes(text), out decimal value);

            (NumberOutcome Outcome, BigInteger Coefficient, int Scale) expected = Nearest(coefficient, exponent);
            (BigInteger actual, int scale) = Split(value);
            bool sameValue = actual * Power(expected.Scale) == expected.Coefficient * Power(scale);
            Assert.True(expected.Outcome == outcome && sameValue, $"{text} gave {outcome} {value.ToString(CultureInfo.InvariantCulture)}, not {expected}");

            exact += outcome == NumberOutcome.Exact ? 1 : 0;
            inexact += outcome == NumberOutcome.Inexact ? 1 : 0;
            invalid += outcome == NumberOutcome.Invalid ? 1 : 0;
        }

        // The generator must reach every outcome often enough to mean something.
        Assert.All([exact, inexact, invalid], n => Assert.True(n > 10_000, $"{exact} exact, {inexact} inexact, {invalid} invalid"));
    }

    [Fact]
    public void Random_texts_are_numbers_just_when_they_are_written_like_numbers()
    {
        const string Letters = "00123456789.-+eE x";
        Random random = new(20260502);
        int numbers = 0;
        for (int i = 0; i < 300_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Letters[random.Next(Letters.Length)]));
            NumberOutcome outcome = DecimalParser.Parse(Encoding.ASCII.GetBytes(text), out decimal value);

            Match number = NumberPattern().Match(text);
            if (!number.Success)
            {
                Assert.True(outcome == NumberOutcome.Invalid, $"{text} gave {outcome} {value.ToString(CultureInfo.InvariantCulture)}");
                continue;
            }

            numbers++;
            string digits = number.Groups["sign"].Value + number.Groups["whole"].Value + number.Groups["fraction"].Value;
            BigInteger power = number.Groups["power"].Success ? BigInteger.Parse(number.Groups["power"].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
            if (BigInteger.Abs(power) < 100)
            {
                (NumberOutcome expected, BigInteger coefficient, int scale) = Nearest(
                    BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), (int)power - number.Groups["fraction"].Length);
                Assert.True(expected == outcome && (coefficient, scale) == Split(value), $"{text} gave {outcome} {value.ToString(CultureInfo.InvariantCulture)}, not {expected} {coefficient} / 10^{scale}");
            }
        }

        Assert.InRange(numbers, 10_000, 290_000);
    }

    [GeneratedRegex(@"^(?<sign>-?)(?=[0-9.]*[0-9])(?<whole>[0-9]*)\.?(?<fraction>[0-9]*)([eE](?<power>[-+]?[0-9]+))?$")]
    private static partial Regex NumberPattern();

    // The number is coefficient times ten to the exponent.
    private static (string Text, BigInteger Coefficient, int Exponent) Next(Random random)
    {
        StringBuilder digits = new();
        int length = random.Next(1, random.Next(2) == 0 ? 12 : 48);
        int zerosFrom = random.Next(3) == 0 ? random.Next(length + 1) : length;
        bool halves = random.Next(8) == 0;
        for (int i = 0; i < length; i++)
        {
            digits.Append(i >= zerosFrom ? '0' : halves && i == zerosFrom - 1 ? '5' : (char)('0' + random.Next(10)));
        }

        string text = digits.ToString();
        int point = random.Next(-1, length + 1);
        int exponent = random.Next(3) == 0 ? random.Next(-45, 45) : 0;
        BigInteger coefficient = BigInteger.Parse(text, CultureInfo.InvariantCulture);
        string written = point < 0 ? text : text.Insert(point, ".");
        string suffix = exponent != 0 ? $"{(random.Next(2) == 0 ? 'e' : 'E')}{(exponent > 0 && random.Next(2) == 0 ? "+" : "")}{exponent}" : "";
        bool negative = random.Next(2) == 0;
        return ((negative ? "-" : "") + written + suffix, negative ? -coefficient : coefficient, exponent - (point < 0 ? 0 : length - point));
    }

    private static (NumberOutcome Outcome, BigInteger Coefficient, int Scale) Nearest(BigInteger coefficient, int exponent)
    {
        if (exponent >= 0)
        {
            BigInteger whole = coefficient * Power(exponent);
            return BigInteger.Abs(whole) <= s_maxCoefficient ? (NumberOutcome.Exact, whole, 0) : (NumberOutcome.Invalid, 0, 0);
        }

        // The most fraction digits with which the number still fits give the nearest decimal.
        for (int scale = Math.Min(MaxScale, -exponent); scale >= 0; scale--)
        {
            (BigInteger rounded, bool exact) = DivideHalfToEven(coefficient, Power(-exponent - scale));
            if (BigInteger.Abs(rounded) <= s_maxCoefficient)
            {
                return (exact ? NumberOutcome.Exact : NumberOutcome.Inexact, rounded, scale);
            }
        }

        return (NumberOutcome.Invalid, 0, 0);
    }

    private static (BigInteger Quotient, bool Exact) DivideHalfToEven(BigInteger dividend, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(BigInteger.Abs(dividend), divisor, out BigInteger rest);
        int half = (rest * 2).CompareTo(divisor);
        quotient += half > 0 || (half == 0 && !quotient.IsEven) ? 1 : 0;
        return (dividend.Sign * quotient, rest.IsZero);
    }

    private static (BigInteger Coefficient, int Scale) Split(decimal value)
    {
        int[] bits = decimal.GetBits(value);
        BigInteger coefficient = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        return (value < 0 ? -coefficient : coefficient, (bits[3] >> 16) & 0xFF);
    }

    private static BigInteger Power(int exponent) => BigInteger.Pow(10, exponent);
}
