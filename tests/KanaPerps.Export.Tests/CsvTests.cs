using System.Globalization;
using System.Text;
using KanaPerps.Recording;

namespace KanaPerps.Export.Tests;

/// <summary>Tables as text with commas.</summary>
public sealed class CsvTests
{
    [Fact]
    public void A_file_has_a_line_of_names_and_ends_each_line_as_rfc_4180_says_whatever_the_culture()
    {
        using ExportFixture fixture = new();
        fixture.Recording.Rate(0.123456, -0.50m).Close();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            fixture.ExportWhole(fixture.Options(ExportFormat.Csv));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal(
            "received_at,change,symbol,market_id,rate,funding_timestamp,last_updated,transaction_timestamp,transaction_version,network,inexact_fields\r\n"
            + "2026-11-25T21:38:00.123456Z,Current,APT-USD,14,-0.50,,,,,Testnet,\r\n",
            Encoding.UTF8.GetString(File.ReadAllBytes(fixture.At("live_funding_rate.csv"))));
    }

    [Fact]
    public void Texts_with_commas_quotes_and_line_breaks_come_back_as_they_were_and_an_empty_text_is_not_null()
    {
        string[] messages = ["plain", "a,b", "say \"hi\"", "two\r\nlines", "", "ünï©ode 🎉"];
        using ExportFixture fixture = new();
        MemoryStream stream = new();
        ColumnBuffer<string?> texts = new("text", ColumnType.Text);
        ColumnBuffer<bool?> flags = new("flag", ColumnType.Boolean);
        foreach (string? text in messages.Append(null))
        {
            texts.Add(text);
            flags.Add(text is null ? null : text.Length > 3);
        }

        using (CsvFile file = new(stream, [texts, flags]))
        {
            file.Write([texts, flags]);
            file.Complete();
        }

        Directory.CreateDirectory(fixture.Output);
        File.WriteAllBytes(fixture.At("texts.csv"), stream.ToArray());

        Assert.Equal("text,flag\r\nplain,true\r\n\"a,b\",false\r\n\"say \"\"hi\"\"\",true\r\n\"two\r\nlines\",true\r\n\"\",false\r\nünï©ode 🎉,true\r\n,\r\n", Encoding.UTF8.GetString(stream.ToArray()));
        Assert.Equal(
            messages.Select(m => $"{m}|{(m.Length > 3 ? "true" : "false")}").Append("-|-"),
            DuckDb.Query($"SELECT text, flag FROM read_csv('{fixture.At("texts.csv")}', header = true, allow_quoted_nulls = false, columns = {{text: 'VARCHAR', flag: 'BOOLEAN'}})"));
    }

    [Fact]
    public void Both_formats_have_the_same_columns_and_values()
    {
        using ExportFixture fixture = new();
        fixture.Recording.Rate(0, 0.5m).Rate(1, 0.25m).Message(2, "orderbook/14", Testing.Messages.Book(5.7m, 12345678901)).Close();

        fixture.ExportWhole();
        fixture.ExportWhole(fixture.Options(ExportFormat.Csv));

        foreach (string table in new[] { "live_funding_rate", "orderbook_levels" })
        {
            string types = string.Join(", ", DuckDb.Columns(fixture.At($"{table}.parquet")).Select(c => $"'{c.Split(' ', 2)[0]}': '{c.Split(' ', 2)[1]}'"));
            Assert.Equal(fixture.Query($"{table}.parquet"), DuckDb.Query($"FROM read_csv('{fixture.At($"{table}.csv")}', header = true, columns = {{{types}}})"));
        }
    }
}
