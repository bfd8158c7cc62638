using System.Globalization;
using System.Reflection;
using System.Text.Json;
using KanaPerps.Client.Tests;
using KanaPerps.Recording;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Export.Tests;

/// <summary>Every topic as a table, read back by DuckDB.</summary>
public sealed class TableTests
{
    public static TheoryData<string> Messages => new(Samples.Names("*ws-*.json").Where(n => !n.Contains("subscribe", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_table_has_every_property_of_every_row_digit_by_digit(string sample)
    {
        Topic topic = KanaTopics.All.Single(t => sample.Contains($"ws-{t.Name}", StringComparison.Ordinal));
        using ExportFixture fixture = new();
        fixture.Recording.Message(0, FeedOf(topic, sample), Samples.Text(sample).ReplaceLineEndings(" ")).Close();
        object[] rows = [.. fixture.Recording.Import().SelectMany(e => e.Items).SelectMany(i => i is OrderBook book ? book.GetLevels() : Enumerable.Repeat(i, 1))];

        ExportedFile file = fixture.ExportWhole().Single(f => f.Table != ExportTables.Gaps);

        Assert.Equal(rows.Length, file.Rows);
        PropertyInfo[] properties = rows.FirstOrDefault()?.GetType().GetProperties() ?? [];
        string columns = string.Join(", ", properties.Select(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name)).DefaultIfEmpty("*"));
        Assert.Equal(
            rows.Select(r => string.Join('|', properties.Select(p => TextOf(p.GetValue(r))))),
            DuckDb.Query($"SELECT {columns} FROM '{file.Path}'").Select(r => string.Join('|', r.Split('|').Zip(properties, (text, p) => Normalized(p.PropertyType, text)))));
    }

    [Fact]
    public void Every_topic_has_columns_that_DuckDB_knows_and_none_is_left_out()
    {
        foreach (Topic topic in KanaTopics.All)
        {
            using ExportFixture fixture = new();
            fixture.Recording.Message(0, FeedName.Of(topic.Name, topic.KeyKind switch { TopicKeyKind.Market => "14", TopicKeyKind.Address => topic.NormalizeKey("0x5a"), _ => null }), Testing.Messages.Nothing(topic.Name)).Close();
            Type row = topic.ModelType == typeof(OrderBook) ? typeof(BookRow) : topic.ModelType;

            ExportedFile file = fixture.ExportWhole().Single(f => f.Table != ExportTables.Gaps);

            string[] columns = [.. DuckDb.Columns(file.Path)];
            Assert.Equal(row.GetProperties().Length, columns.Length);
            Assert.Equal("received_at TIMESTAMP WITH TIME ZONE", columns[0]);
            Assert.Contains("network VARCHAR", columns);
            Assert.All(row.GetProperties().Where(p => Nullable.GetUnderlyingType(p.PropertyType) is var u && (u ?? p.PropertyType) == typeof(decimal)),
                p => Assert.Contains($"{JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name)} DECIMAL(18,8)", columns));
        }
    }

    [Fact]
    public void A_topic_whose_feed_brought_no_rows_is_a_table_without_rows()
    {
        using ExportFixture fixture = new();
        fixture.Recording.Message(0, "live_funding_rate", Testing.Messages.Nothing("live_funding_rate")).Close();

        Assert.Equal(["gaps", "live_funding_rate"], fixture.ExportWhole().Select(f => f.Table));
        Assert.Equal(["0"], fixture.Query("live_funding_rate.parquet", "count(*)"));
        Assert.Equal(["0"], fixture.Query("gaps.parquet", "count(*)"));
    }

    [Fact]
    public void Books_are_a_row_for_each_level_or_one_with_the_best_of_each_side()
    {
        using ExportFixture fixture = new();
        fixture.Recording.Message(0, "orderbook/14", """{"data":[{"is_ask":false,"market_id":"14","price":"5.70","size":"2"},{"is_ask":false,"market_id":"14","price":"5.60","size":"3"},{"is_ask":true,"market_id":"14","price":"5.75","size":"4"}],"message":"orderbook"}""").Close();

        fixture.ExportWhole();
        fixture.ExportWhole(fixture.Options() with { OrderBookAs = OrderBookExport.Top, Overwrite = true });

        Assert.Equal(["2026-11-25 21:38:00+00|APT-USD|14|Bid|1|5.70000000|2.00000000|2.00000000", "2026-11-25 21:38:00+00|APT-USD|14|Bid|2|5.60000000|3.00000000|5.00000000", "2026-11-25 21:38:00+00|APT-USD|14|Ask|1|5.75000000|4.00000000|4.00000000"],
            fixture.Query("orderbook_levels.parquet", "received_at, symbol, market_id, side, level, price, size, cumulative_size"));
        Assert.Equal(["5.70000000|2.00000000|5.75000000|4.00000000|0.05000000|5.72500000|2|1|None|false"],
            fixture.Query("orderbook_top.parquet", "best_bid, best_bid_size, best_ask, best_ask_size, spread, mid, bids, asks, anomalies, crossed"));
    }

    [Fact]
    public void A_topic_without_a_model_is_a_table_of_its_messages()
    {
        using ExportFixture fixture = new();
        fixture.Recording.Message(0, "best_price/14", """{"data":["a,\"b\""],"message":"best_price"}""").Message(1, "ga%2Fps", "no JSON").Message(2, "gaps", "1").Close();

        Assert.Equal(["gaps", "_gaps", "best_price", "ga%2Fps"], fixture.ExportWhole().Select(f => f.Table).Order(StringComparer.Ordinal).OrderBy(t => t != "gaps"));
        Assert.Equal(["""best_price|14|{"data":["a,\"b\""],"message":"best_price"}"""], fixture.Query("best_price.parquet", "topic, key, text"));
    }

    [Fact]
    public void Times_are_cut_to_whole_microseconds()
    {
        using ExportFixture fixture = new();
        fixture.Recording.Rate(0.1234567, 1).Close();

        fixture.ExportWhole();

        Assert.Equal(["2026-11-25 21:38:00.123456+00"], fixture.Query("live_funding_rate.parquet", "received_at"));
    }

    private static string FeedOf(Topic topic, string sample)
    {
        using JsonDocument json = JsonDocument.Parse(Samples.Bytes(sample));
        JsonElement? row = json.RootElement.GetProperty("data") is { ValueKind: JsonValueKind.Array } rows && rows.GetArrayLength() > 0 ? rows[0] : null;
        return FeedName.Of(topic.Name, topic.KeyKind switch
        {
            TopicKeyKind.Market => row?.GetProperty("market_id").ToString() ?? "14",
            TopicKeyKind.Address => topic.NormalizeKey(row is { } r && r.TryGetProperty("address", out JsonElement address) ? address.GetString() : "0x5a"),
            _ => null,
        });
    }

    private static string TextOf(object? value) => value switch
    {
        null or PropertyNames { Count: 0 } => "-",
        decimal number => Plain(number),
        DateTimeOffset time => (time.UtcTicks / 10).ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Normalized(Type type, string text) => (Nullable.GetUnderlyingType(type) ?? type, text) switch
    {
        (_, "-") => text,
        ({ } t, _) when t == typeof(decimal) => Plain(decimal.Parse(text, CultureInfo.InvariantCulture)),
        ({ } t, _) when t == typeof(DateTimeOffset) => (DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcTicks / 10).ToString(CultureInfo.InvariantCulture),
        _ => text,
    };

    private static string Plain(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}
