using KanaPerps.Parquet;

namespace KanaPerps.Export.Tests;

/// <summary>The bridge to Parquet.Net by itself: what a reader makes of several row groups and of their statistics.</summary>
public sealed class ParquetTableTests : IDisposable
{
    private const int RowsOfGroup = 1000;
    private const int Groups = 5;

    private static readonly DateTimeOffset s_start = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"kana-{Guid.NewGuid()}.parquet");

    [Theory]
    [InlineData("time < TIMESTAMPTZ '2026-11-25 00:10:00+00'", 600)]
    [InlineData("time >= TIMESTAMPTZ '2026-11-25 01:10:00+00'", 800)]
    [InlineData("time = TIMESTAMPTZ '2026-11-25 00:25:00.000001+00'", 1)]
    [InlineData("number BETWEEN -5 AND 5", 11)]
    [InlineData("narrow > 2499.5", 1)]
    [InlineData("narrow < -2498", 1)]
    [InlineData("wide > 2499.5", 1)]
    [InlineData("wide < -2498", 1)]
    [InlineData("name = '🎉4999'", 1)]
    [InlineData("version = 18446744073709551615", 5)]
    [InlineData("flag", 2500)]
    [InlineData("time IS NULL OR number IS NULL", 0)]
    [InlineData("nothing IS NULL", 5000)]
    [InlineData("nothing = 0", 0)]
    public void A_reader_that_skips_row_groups_by_their_statistics_finds_the_same_rows(string condition, int rows)
    {
        Write(_path);

        Assert.Equal([$"{Groups}|5000"], DuckDb.Query($"SELECT num_row_groups, num_rows FROM parquet_file_metadata('{_path}')"));
        Assert.Equal([$"{rows}"], DuckDb.Query($"SELECT count(*) FROM '{_path}' WHERE {condition}"));
        Assert.Equal([$"{rows}"], DuckDb.Query($"SELECT count(*) FILTER ({condition}) FROM '{_path}'"));
    }

    [Fact]
    public void Statistics_of_times_are_in_the_unit_of_the_times()
    {
        Write(_path);

        Assert.Equal("2026-11-25 00:16:40.000001+00|2026-11-25 00:33:19.000001+00", DuckDb.Query($"SELECT stats_min_value, stats_max_value FROM parquet_metadata('{_path}') WHERE row_group_id = 1 AND path_in_schema = 'time'").Single());
    }

    [Theory]
    [InlineData("1.5", 18, 0)]
    [InlineData("100", 2, 0)]
    [InlineData("0.001", 18, 2)]
    [InlineData("79228162514264337593543950335", 38, 10)]
    public void A_number_that_does_not_fit_is_refused_and_never_rounded(string number, int precision, int scale)
    {
        using MemoryStream stream = new();
        using ParquetTable table = new(stream, [new("n", ParquetType.Decimal, precision, scale)]);
        table.BeginGroup();

        Assert.Throws<OverflowException>(() => table.Write([decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture)]));
    }

    [Fact]
    public void The_file_says_what_wrote_it_and_nothing_of_when_or_where()
    {
        Write(_path);
        byte[] first = File.ReadAllBytes(_path);
        Write(_path);

        Assert.Equal(first, File.ReadAllBytes(_path));
        Assert.StartsWith("Parquet.Net version 6.1.0", DuckDb.Query($"SELECT created_by FROM parquet_file_metadata('{_path}')").Single(), StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);

    private static void Write(string path)
    {
        using FileStream stream = File.Create(path);
        using ParquetTable table = new(
            stream,
            [
                new("time", ParquetType.Timestamp), new("number", ParquetType.Int64), new("version", ParquetType.UInt64), new("narrow", ParquetType.Decimal, 18, 8),
                new("wide", ParquetType.Decimal, 38, 20), new("name", ParquetType.Text), new("flag", ParquetType.Boolean), new("nothing", ParquetType.Decimal, 18, 8),
            ]);
        for (int group = 0; group < Groups; group++)
        {
            int[] rows = [.. Enumerable.Range(group * RowsOfGroup, RowsOfGroup)];
            decimal?[] numbers = [.. rows.Select(i => (decimal?)(i - 2498.75m))];
            table.BeginGroup();
            table.Write(rows.Select(i => (long?)(((s_start.ToUnixTimeSeconds() + i) * 1_000_000L) + 1)).ToArray());
            table.Write(rows.Select(i => (long?)(i - 2500)).ToArray());
            table.Write(rows.Select(i => i % RowsOfGroup == 7 ? ulong.MaxValue : (ulong?)i).ToArray());
            table.Write(numbers);
            table.Write(numbers);
            table.Write(rows.Select(i => (string?)$"🎉{i}").ToArray());
            table.Write(rows.Select(i => (bool?)(i % 2 == 0)).ToArray());
            table.Write(new decimal?[RowsOfGroup]);
            table.EndGroup();
        }

        table.Complete();
    }
}
