using KanaPerps.Wire.Codecs;

namespace KanaPerps.Client.Tests.Wire;

public sealed class MarketCodecTests
{
    private static readonly Market s_today = new()
    {
        Symbol = "APT-USDC",
        MarketId = 501,
        Network = "Mainnet",
        BaseName = "APT/USDC",
        PriceDecimals = 3,
        BaseDecimals = 8,
        QuoteDecimals = 6,
        RawLotSize = 100000m,
        RawTickSize = 1m,
        MinLots = 500m,
        MaxLots = 150000000m,
        MaxLeverage = 20m,
        MaintenanceMargin = 250m,
        MarketAddress = "0xfd8d58fdd05dd9d0442a9d555a4f8ed310112eb7d1c297307038a650136e207b",
        ReceivedAt = Decode.ReceivedAt,
    };

    [Fact]
    public void A_market_of_today_is_read_field_by_field() =>
        Assert.Equal([s_today], Read("docs-rest-getMarketInfo-501.json"));

    [Fact]
    public void An_older_market_is_read_field_by_field() => Assert.Equal(
        [s_today with { MarketId = 301, RawLotSize = 150000000m, MaxLots = 1500000m, MarketAddress = "0x2b1c1f9288506541f5a9ad37b5071e100bf289a74d27801cb6d3dc92a2c5fcca" }],
        Read("docs-rest-getMarketInfo-301-older.json"));

    [Fact]
    public void The_oldest_market_lacks_what_came_later() => Assert.Equal(
        [s_today with { MarketId = 66, MaxLots = null, MaintenanceMargin = 400m, MarketAddress = null }],
        Read("docs-rest-getMarketInfo-66-oldest.json"));

    [Fact]
    public void A_market_has_its_steps_and_limits_in_human_units()
    {
        Market market = Assert.Single(Read("docs-rest-getMarketInfo-501.json"));

        Assert.Equal((0.001m, 0.001m, 0.5m, 150_000m), (market.TickSize, market.LotSize, market.MinSize, market.MaxSize));
        Assert.Equal(("0.001", "0.001"), ($"{market.TickSize}", $"{market.LotSize}"));
        Assert.Equal(1.5m, Assert.Single(Read("docs-rest-getMarketInfo-301-older.json")).LotSize);
    }

    [Theory]
    [InlineData("""{"market_id":1,"tick_size":1,"lot_size":1,"min_lots":1,"max_lots":1}""")]
    [InlineData("""{"market_id":1,"quote_precision":3,"base_decimals":8}""")]
    [InlineData("""{"market_id":1,"quote_precision":-1,"base_decimals":29,"tick_size":1,"lot_size":1,"min_lots":1,"max_lots":1}""")]
    [InlineData("""{"market_id":1,"quote_precision":2147483647,"base_decimals":-2147483647,"tick_size":1,"lot_size":1,"min_lots":1,"max_lots":1}""")]
    public void Steps_and_limits_that_cannot_be_told_are_null(string row)
    {
        Market market = Assert.Single(Decode.Text(new MarketCodec(), $$"""{"data":[{{row}}]}""").Items);

        Assert.Equal((null, null, null, null), (market.TickSize, market.LotSize, market.MinSize, market.MaxSize));
    }

    [Fact]
    public void Steps_keep_every_digit_that_decimal_can_hold_and_a_limit_that_it_cannot_hold_is_null()
    {
        const string Json = """
            {"data":[{"market_id":1,"base_decimals":20,"lot_size":"79228162514264337593543950335","min_lots":"2","max_lots":"79228162514264337593543950335"}]}
            """;

        Market market = Assert.Single(Decode.Text(new MarketCodec(), Json).Items);

        Assert.Equal((792281625.14264337593543950335m, 1584563250.2852867518708790067m, null), (market.LotSize, market.MinSize, market.MaxSize));
    }

    [Fact]
    public void A_market_that_the_table_knows_has_the_tables_symbol()
    {
        const string Json = """{"success":true,"message":"ok","data":{"market_id":14,"base_name":"APT/USDC"}}""";

        Market market = Assert.Single(Decode.Text(new MarketCodec { Network = "Mainnet" }, Json).Items);

        Assert.Equal(("APT-USD", 14), (market.Symbol, market.MarketId));
    }

    [Fact]
    public void A_market_without_a_name_is_called_by_its_id() => Assert.Equal(
        "999",
        Assert.Single(Decode.Text(new MarketCodec { Network = "Testnet" }, """{"data":[{"market_id":"999"}]}""").Items).Symbol);

    private static Market[] Read(string name) => Decode.Rows(new MarketCodec { Network = "Mainnet" }, name);
}
