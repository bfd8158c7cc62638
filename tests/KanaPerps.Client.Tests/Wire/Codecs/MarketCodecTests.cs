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
        LotSize = 100000m,
        TickSize = 1m,
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
        [s_today with { MarketId = 301, LotSize = 150000000m, MaxLots = 1500000m, MarketAddress = "0x2b1c1f9288506541f5a9ad37b5071e100bf289a74d27801cb6d3dc92a2c5fcca" }],
        Read("docs-rest-getMarketInfo-301-older.json"));

    [Fact]
    public void The_oldest_market_lacks_what_came_later() => Assert.Equal(
        [s_today with { MarketId = 66, MaxLots = null, MaintenanceMargin = 400m, MarketAddress = null }],
        Read("docs-rest-getMarketInfo-66-oldest.json"));

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
