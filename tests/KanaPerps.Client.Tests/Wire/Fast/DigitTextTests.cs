using System.Globalization;
using System.Numerics;
using System.Text;
using KanaPerps.Wire.Fast;

namespace KanaPerps.Client.Tests.Wire.Fast;

public sealed class DigitTextTests
{
    [Fact]
    public void Runs_of_one_to_nineteen_digits_come_out_right()
    {
        Random random = new(20260502);
        for (int i = 0; i < 200_000; i++)
        {
            string text = Digits(random, random.Next(1, 20));

            Assert.True(DigitText.TryRead(Encoding.ASCII.GetBytes(text), out ulong value));
            Assert.Equal(ulong.Parse(text, CultureInfo.InvariantCulture), value);
        }
    }

    [Fact]
    public void Nothing_but_digits_is_taken_for_digits()
    {
        Random random = new(20260503);
        for (int i = 0; i < 200_000; i++)
        {
            byte[] text = Encoding.ASCII.GetBytes(Digits(random, random.Next(1, 20)));
            byte other = (byte)random.Next(256);
            text[random.Next(text.Length)] = other;

            Assert.Equal(char.IsAsciiDigit((char)other), DigitText.TryRead(text, out _));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345678901234567890")]
    public void No_digits_and_more_than_fit_are_refused(string text) => Assert.False(DigitText.TryRead(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Short_numbers_with_a_point_anywhere_come_out_right_or_are_declined()
    {
        Random random = new(20260504);
        int taken = 0;
        for (int i = 0; i < 300_000; i++)
        {
            string digits = Digits(random, random.Next(1, 10));
            int point = random.Next(-1, digits.Length + 1);
            string text = point < 0 ? digits : digits.Insert(point, ".");
            text = random.Next(8) == 0 ? text.Insert(random.Next(text.Length), random.Next(2) == 0 ? "." : "-") : text;

            bool isTaken = DigitText.TryReadShort(Encoding.ASCII.GetBytes(text), out ulong value, out int fractionDigits);

            bool isNumber = text.Count(c => c == '.') <= 1 && !text.Contains('-');
            Assert.True(isTaken == (isNumber && text.Length is >= 4 and <= 8), text);
            if (isTaken)
            {
                Assert.Equal(BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), value);
                Assert.Equal(text.Contains('.') ? text.Length - text.IndexOf('.') - 1 : 0, fractionDigits);
                taken++;
            }
        }

        Assert.True(taken > 50_000);
    }

    private static string Digits(Random random, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + random.Next(10))));
}
