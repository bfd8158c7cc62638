using System.Globalization;
using System.Text.Json;

namespace KanaPerps.Simulator.Tests;

public sealed class EncodingTests
{
    private static readonly string s_account = Worlds.AddressOf(1);

    public static TheoryData<string, string, string> Shapes { get; } = new()
    {
        { "positions", "address available_order_size entry_price is_long last_updated leverage liq_price margin market_id size sl tp trade_id transaction_version value", "address entry_price is_long last_updated leverage liq_price margin market_id size sl tp trade_id value" },
        { "open_orders", "address last_updated leverage market_id order_id order_type order_value price remaining_size timestamp total_size trade_id transaction_version", "address last_updated leverage market_id order_id order_type order_value price remaining_size timestamp total_size trade_id" },
        { "trade_history", "address entry_price fee last_updated leverage market_id order_id order_type order_value pnl price size timestamp trade_id transaction_version", "address fee last_updated market_id order_type pnl price size timestamp trade_id" },
        { "order_history", "address is_market_order last_updated leverage market_id order_id order_type order_value price size status timestamp trade_id transaction_version", "address is_market_order last_updated leverage market_id order_id order_type order_value price size status timestamp trade_id" },
        { "deposit_withdraw_history", "address amount is_deposit timestamp last_updated transaction_version", "address amount is_deposit timestamp last_updated" },
        { "orderbook", "is_ask last_updated market_id price size transaction_version", "is_ask last_updated market_id price size" },
        { "recent_trades", "address fee last_updated leverage market_id order_type order_value pnl price size timestamp trade_id transaction_version", "address fee last_updated leverage market_id order_type order_value pnl price size timestamp trade_id" },
        { "live_funding_rate", "funding_rate funding_timestamp last_updated market_id transaction_timestamp transaction_version", "funding_rate funding_timestamp last_updated market_id transaction_timestamp" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Rows_have_the_fields_of_the_venues_samples_in_their_order(string topic, string current, string early)
    {
        foreach (JsonElement row in RowsOf(topic, SimulatorEncoding.Current))
        {
            Assert.Equal(current, string.Join(' ', row.EnumerateObject().Select(p => p.Name)));
        }

        foreach (JsonElement row in RowsOf(topic, SimulatorEncoding.Early))
        {
            Assert.Equal(early, string.Join(' ', row.EnumerateObject().Select(p => p.Name)));
        }
    }

    [Theory]
    [InlineData("positions")]
    [InlineData("open_orders")]
    [InlineData("trade_history")]
    [InlineData("order_history")]
    [InlineData("deposit_withdraw_history")]
    [InlineData("orderbook")]
    [InlineData("recent_trades")]
    [InlineData("live_funding_rate")]
    public void Times_are_numbers_now_and_were_strings_early(string topic)
    {
        Assert.All(RowsOf(topic, SimulatorEncoding.Current), row => Assert.Equal(JsonValueKind.Number, row.GetProperty("last_updated").ValueKind));
        Assert.All(RowsOf(topic, SimulatorEncoding.Early), row => Assert.Equal(JsonValueKind.String, row.GetProperty("last_updated").ValueKind));
    }

    [Fact]
    public void A_book_price_is_a_number_now_and_was_a_string_of_ticks_early()
    {
        (JsonElement now, JsonElement early) = (RowsOf("orderbook", SimulatorEncoding.Current)[0], RowsOf("orderbook", SimulatorEncoding.Early)[0]);

        Assert.Equal(JsonValueKind.Number, now.GetProperty("price").ValueKind);
        Assert.Equal(now.GetProperty("price").GetDecimal() * 1000, early.Number("price"));
        Assert.Equal(now.Number("size") * 1000, early.Number("size"));
    }

    [Fact]
    public void Early_rows_count_in_ticks_lots_and_millionths()
    {
        foreach (string topic in (string[])["trade_history", "order_history", "open_orders", "positions", "recent_trades"])
        {
            foreach (JsonElement row in RowsOf(topic, SimulatorEncoding.Early))
            {
                foreach (string field in (string[])["price", "size", "total_size", "remaining_size", "entry_price", "fee", "pnl", "order_value", "value", "margin", "tp", "sl"])
                {
                    if (row.TryGetProperty(field, out JsonElement value) && value.ValueKind != JsonValueKind.Null)
                    {
                        Assert.True(long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _), $"{topic} {field}: {value}");
                    }
                }
            }
        }
    }

    [Fact]
    public void Order_value_is_price_times_size_and_the_fee_follows_from_it()
    {
        foreach (JsonElement row in RowsOf("recent_trades", SimulatorEncoding.Current))
        {
            Assert.Equal(row.Number("price") * row.Number("size"), row.Number("order_value"));
            Assert.Contains(row.Number("fee"), (decimal[])[0, row.Number("order_value") * 0.0005m]);
        }
    }

    [Fact]
    public void Margin_is_value_by_leverage_and_value_is_entry_times_size()
    {
        foreach (JsonElement row in RowsOf("positions", SimulatorEncoding.Current))
        {
            Assert.Equal(row.Number("value") / row.GetProperty("leverage").GetInt32(), row.Number("margin"));
            Assert.Equal(row.Number("entry_price") * row.Number("size"), row.Number("value"), precision: 4);
        }
    }

    [Fact]
    public void Messages_name_their_topic_except_early_recent_trades()
    {
        foreach (SimulatorEncoding encoding in Enum.GetValues<SimulatorEncoding>())
        {
            foreach (TheoryDataRow<string, string, string> shape in Shapes)
            {
                using JsonDocument message = JsonDocument.Parse(MessageOf(shape.Data.Item1, encoding));
                bool named = message.RootElement.TryGetProperty("message", out JsonElement name);
                Assert.Equal(encoding == SimulatorEncoding.Current || shape.Data.Item1 != "recent_trades", named);
                Assert.True(!named || name.GetString() == shape.Data.Item1);
            }
        }
    }

    [Fact]
    public void Addresses_are_shown_without_leading_zeros()
    {
        Venue venue = new(Worlds.Manual);
        Assert.Contains($"\"address\":\"0x{Worlds.AddressWithLeadingZero[2..].TrimStart('0')}\"", Worlds.Message(venue, Worlds.Manual, "trade_history", Worlds.AddressWithLeadingZero), StringComparison.Ordinal);
        Assert.Equal("0x0", new TradingAccount("0x" + new string('0', 64)).ShownAddress);
    }

    /// <summary>The rows that a topic has at the opening.</summary>
    private static JsonElement[] RowsOf(string topic, SimulatorEncoding encoding)
    {
        using JsonDocument message = JsonDocument.Parse(MessageOf(topic, encoding));
        JsonElement[] rows = [.. message.RootElement.GetProperty("data").EnumerateArray().Select(r => r.Clone())];
        Assert.NotEmpty(rows);
        return rows;
    }

    private static string MessageOf(string topic, SimulatorEncoding encoding)
    {
        SimulatorOptions options = Worlds.Manual with { Encoding = encoding };
        return Worlds.Message(new Venue(options), options, topic, s_account, "14");
    }
}
