using System.Globalization;
using System.Text;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Wire;

public sealed class DecimalParserTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("-0.00", "0.00")]
    [InlineData("0.00", "0.00")]
    [InlineData("00012", "12")]
    [InlineData("1.500", "1.500")]
    [InlineData("-1.500", "-1.500")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("1e3", "1000")]
    [InlineData("1E+3", "1000")]
    [InlineData("1.50e1", "15.0")]
    [InlineData("1.50e5", "150000")]
    [InlineData("150e-2", "1.50")]
    [InlineData("0e99", "0")]
    [InlineData("0e-40", "0.0000000000000000000000000000")]
    [InlineData("1e28", "10000000000000000000000000000")]
    [InlineData("7.9e28", "79000000000000000000000000000")]
    [InlineData("1e-28", "0.0000000000000000000000000001")]
    [InlineData("0.0326969090000000006806411505", "0.0326969090000000006806411505")]
    [InlineData("18446744073709551616", "18446744073709551616")]
    [InlineData("9999999999999999999.9", "9999999999999999999.9")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("-79228162514264337593543950335", "-79228162514264337593543950335")]
    [InlineData("7.9228162514264337593543950335", "7.9228162514264337593543950335")]
    [InlineData("1.0000000000000000000000000000000000000000", "1.0000000000000000000000000000")]
    [InlineData("9.0000000000000000000000000000000000000000", "9.000000000000000000000000000")]
    [InlineData("0.1000000000000000000000000000000000000000", "0.1000000000000000000000000000")]
    [InlineData("10000000000000000000000000000000000000000e-40", "1.0000000000000000000000000000")]
    public void What_decimal_holds_is_exact_to_the_last_zero(string text, string expected) => AssertParses(NumberOutcome.Exact, expected, text);

    [Theory]
    [InlineData("0.12345678901234567890123456785", "0.1234567890123456789012345678")]
    [InlineData("0.12345678901234567890123456775", "0.1234567890123456789012345678")]
    [InlineData("0.123456789012345678901234567850000000000001", "0.1234567890123456789012345679")]
    [InlineData("79228162514264337593543950335.4", "79228162514264337593543950335")]
    [InlineData("8.9228162514264337593543950335", "8.922816251426433759354395034")]
    [InlineData("1.234567890123456789012345678901234567890", "1.2345678901234567890123456789")]
    [InlineData("1e-29", "0.0000000000000000000000000000")]
    [InlineData("1e-40", "0.0000000000000000000000000000")]
    [InlineData("-1e-40", "0.0000000000000000000000000000")]
    [InlineData("6e-29", "0.0000000000000000000000000001")]
    [InlineData("5e-29", "0.0000000000000000000000000000")]
    [InlineData("15e-29", "0.0000000000000000000000000002")]
    [InlineData("1e-999999999999", "0.0000000000000000000000000000")]
    public void What_decimal_cannot_hold_is_the_nearest_value_and_inexact(string text, string expected) => AssertParses(NumberOutcome.Inexact, expected, text);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("-.")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1,5")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("1-")]
    [InlineData("0x10")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e5.5")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("null")]
    [InlineData("１")]
    public void What_is_no_number_is_invalid(string text) => AssertParses(NumberOutcome.Invalid, "0", text);

    [Theory]
    [InlineData("79228162514264337593543950336")]
    [InlineData("79228162514264337593543950335.5")]
    [InlineData("8e28")]
    [InlineData("1e29")]
    [InlineData("1e40")]
    [InlineData("-1e40")]
    [InlineData("1234567890123456789012345678901234567890")]
    [InlineData("1e999999999999")]
    public void What_is_beyond_decimals_range_is_invalid_and_never_clamped(string text) => AssertParses(NumberOutcome.Invalid, "0", text);

    [Fact]
    public void Digits_by_the_million_are_taken_back_by_an_exponent_as_large()
    {
        string zeros = new('0', 2_000_000);

        AssertParses(NumberOutcome.Exact, "1.0000000000000000000000000000", $"1{zeros}e-2000000");
        AssertParses(NumberOutcome.Exact, "1", $"0.{zeros}1e2000001");
    }

    private static void AssertParses(NumberOutcome outcome, string expected, string text)
    {
        NumberOutcome actual = DecimalParser.Parse(Encoding.UTF8.GetBytes(text), out decimal value);

        Assert.Equal((outcome, expected), (actual, value.ToString(CultureInfo.InvariantCulture)));
    }
}
