using System.Globalization;
using KanaPerps.Recording;

namespace KanaPerps.Export.Tests;

/// <summary>Numbers in columns of a fixed scale.</summary>
public sealed class DecimalTests
{
    [Theory]
    [InlineData("DECIMAL(18,8)", "0")]
    [InlineData("DECIMAL(18,8)", "9999999999.99999999", "-9999999999.99999999")]
    [InlineData("DECIMAL(18,8)", "0.1000000000000000000000000000")]
    [InlineData("DECIMAL(38,9)", "0.000000001", "-5.75")]
    [InlineData("DECIMAL(38,8)", "10000000000", "0.5")]
    [InlineData("DECIMAL(38,28)", "0.0000000000000000000000000001", "-7.9228162514264337593543950335", "9999999999.5")]
    [InlineData("DECIMAL(38,8)", "79228162514264337593543950335", "-79228162514264337593543950335", "0.00000001")]
    [InlineData("DECIMAL(38,9)", "79228162514264337593543950335", "0.000000001")]
    public void The_scale_of_a_column_holds_every_digit_of_it(string type, params string[] numbers)
    {
        using ExportFixture fixture = new();
        foreach ((int second, string number) in numbers.Index())
        {
            fixture.Recording.Rate(second, Parse(number));
        }

        fixture.Recording.Close();
        fixture.ExportWhole();

        Assert.Contains($"rate {type}", DuckDb.Columns(fixture.At("live_funding_rate.parquet")));
        Assert.Equal(numbers.Select(n => Normal(n)), fixture.Query("live_funding_rate.parquet", "rate").Select(Normal));
    }

    [Fact]
    public void A_column_that_needs_39_digits_is_an_error_with_its_name_and_both_numbers_and_other_tables_are_written()
    {
        using ExportFixture fixture = new();
        fixture.Recording.Rate(0, decimal.MaxValue).Rate(1, 0.0000000001m).Message(2, "orderbook/14", Testing.Messages.Book(5.7m)).Close();

        IReadOnlyList<ExportEvent> steps = fixture.Export();

        ExportEvent refusal = Assert.Single(steps, s => s.Error is not null);
        Assert.Equal(KanaErrorKind.ExportPrecision, refusal.Error!.Kind);
        Assert.Equal(
            "The column rate of live_funding_rate needs 39 digits to hold both 79228162514264337593543950335 and 0.0000000001, and a decimal column has at most 38. The table was not written, because numbers would be rounded.",
            refusal.Error.Message);
        Assert.Equal(["gaps.parquet", "orderbook_levels.parquet"], fixture.Files);
    }

    [Fact]
    public void A_csv_holds_what_no_decimal_column_can()
    {
        using ExportFixture fixture = new();
        fixture.Recording.Rate(0, decimal.MaxValue).Rate(1, 0.00000000010m).Close();

        fixture.ExportWhole(fixture.Options(ExportFormat.Csv));

        Assert.Equal(["79228162514264337593543950335", "0.00000000010"], DuckDb.Query($"SELECT rate FROM read_csv('{fixture.At("live_funding_rate.csv")}', all_varchar = true)"));
    }

    [Fact]
    public void Random_numbers_of_all_sizes_come_back_as_they_were()
    {
        Random random = new(13);
        using ExportFixture fixture = new();
        decimal[] numbers = [.. Enumerable.Range(0, 500).Select(_ => new decimal(random.Next(), random.Next(), random.Next(2), random.Next(2) == 0, (byte)random.Next(0, 18)))];
        foreach ((int second, decimal number) in numbers.Index())
        {
            fixture.Recording.Message(second, "live_funding_rate", Testing.Messages.Funding(number, (1000 + second).ToString(CultureInfo.InvariantCulture)));
        }

        fixture.Recording.Close();
        fixture.ExportWhole();

        Assert.Equal(numbers, fixture.Query("live_funding_rate.parquet", "rate, change").Where(r => r.EndsWith("Current", StringComparison.Ordinal) || r.EndsWith("New", StringComparison.Ordinal)).Select(r => Parse(r.Split('|')[0])));
    }

    [Fact]
    public void Parts_of_several_runs_have_one_type_as_long_as_no_number_is_out_of_the_ordinary_and_DuckDB_unites_them_otherwise()
    {
        using ExportFixture fixture = new();
        fixture.Recording.Rate(0, 0.5m).Rate(86_400, 0.00000825m).Rate(2 * 86_400, 0.123456789123m).Close();
        foreach (int day in Enumerable.Range(25, 3))
        {
            DateTimeOffset midnight = new(2026, 11, day, 0, 0, 0, TimeSpan.Zero);
            fixture.ExportWhole(fixture.Options() with { Partitions = ExportPartitions.Day, Part = new() { From = midnight, To = midnight.AddDays(1).AddTicks(-1) } });
        }

        string[] types = [.. Enumerable.Range(25, 3).Select(day => DuckDb.Columns(fixture.At($"live_funding_rate/day=2026-11-{day}/part.parquet")).Single(c => c.StartsWith("rate ", StringComparison.Ordinal)))];
        Assert.Equal(["rate DECIMAL(18,8)", "rate DECIMAL(18,8)", "rate DECIMAL(38,12)"], types);
        Assert.Equal(
            ["2026-11-25|0.500000000000", "2026-11-26|0.000008250000", "2026-11-27|0.123456789123"],
            DuckDb.Query($"SELECT day, rate FROM read_parquet('{fixture.At("live_funding_rate/**/*.parquet")}', union_by_name = true) ORDER BY day"));
    }

    private static decimal Parse(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    // DuckDB writes zeros up to the scale.
    private static string Normal(string text) => text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
}
