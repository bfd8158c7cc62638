using KanaPerps.Valuation;

namespace KanaPerps.Client.Tests.Valuation;

public sealed class ExactNumberTests
{
    [Fact]
    public void Sums_products_and_comparisons_lose_no_digit()
    {
        RandomNumbers random = new(1);
        for (int i = 0; i < 4_000; i++)
        {
            (decimal a, decimal b, decimal c) = (random.Any(), random.Any(), random.Any());

            ExactNumber sum = ((ExactNumber)a * b) + c;
            ExactNumber difference = (ExactNumber)c - ((ExactNumber)a * b);

            Assert.Equal((((Fraction)a * b) + c).Exact(), sum.ToDecimal());
            Assert.Equal(((Fraction)c - ((Fraction)a * b)).Exact(), difference.ToDecimal());
            Assert.Equal((((Fraction)a * b) + c - c - ((Fraction)b * c)).Sign, (sum - c).CompareTo((ExactNumber)b * c));
            Assert.Equal((((Fraction)a * b) + c).Sign, sum.Sign);
        }
    }

    [Fact]
    public void Quotients_are_rounded_once_half_to_even()
    {
        RandomNumbers random = new(2);
        for (int i = 0; i < 4_000; i++)
        {
            (decimal a, decimal b, decimal c) = (random.Any(), random.Any(), random.Any());

            Assert.Equal(((Fraction)a / b).Rounded(), ExactNumber.Quotient(a, b));
            Assert.Equal((((Fraction)a * b) / c).Rounded(), ExactNumber.Quotient((ExactNumber)a * b, c));
            Assert.Equal((a / (((Fraction)b * b) + c)).Rounded(), ExactNumber.Quotient(a, ((ExactNumber)b * b) + c));
        }
    }

    [Theory]
    [InlineData("0.00000000000000000000000000005", "0.0000000000000000000000000000")]
    [InlineData("0.00000000000000000000000000015", "0.0000000000000000000000000002")]
    [InlineData("0.000000000000000000000000000150000000000000000000001", "0.0000000000000000000000000002")]
    public void A_tie_goes_to_the_even_digit_and_anything_above_it_does_not(string exact, string rounded)
    {
        string digits = exact[2..];
        ExactNumber number = ExactNumber.Quotient(decimal.Parse(digits, System.Globalization.CultureInfo.InvariantCulture), 1m) is { } whole ? ((ExactNumber)whole).TimesTenTo(-digits.Length) : default;

        Assert.Null(number.ToDecimal());
        Assert.Equal(decimal.Parse(rounded, System.Globalization.CultureInfo.InvariantCulture), ExactNumber.Quotient(number, 1m));
    }

    [Fact]
    public void What_decimal_cannot_hold_is_null_and_never_rounded()
    {
        ExactNumber large = decimal.MaxValue;

        Assert.Null((large + 1m).ToDecimal());
        Assert.Null((large * large).ToDecimal());
        Assert.Null((large + 0.1m).ToDecimal());
        Assert.Null(ExactNumber.Quotient(large, 0.5m));
        Assert.Equal(decimal.MaxValue, (large + 1m - 1m).ToDecimal());
        Assert.Equal(decimal.MaxValue, ExactNumber.Quotient(large * large, large));
        Assert.Null(ExactNumber.Quotient(1m, 0m));
    }

    [Fact]
    public void Numbers_of_a_venue_make_no_garbage()
    {
        ExactNumber total = 0m;
        decimal? quotient = null;
        Add();
        long before = GC.GetAllocatedBytesForCurrentThread();

        Add();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotNull(quotient);

        void Add()
        {
            for (int i = 0; i < 100; i++)
            {
                total = total + ((ExactNumber)105_123.55m * 12.34567891m) - ((ExactNumber)2.5m * 3m);
            }

            quotient = ExactNumber.Quotient(-total, 123.45m);
        }
    }
}
