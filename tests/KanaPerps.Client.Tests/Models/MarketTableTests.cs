namespace KanaPerps.Client.Tests.Models;

public sealed class MarketTableTests
{
    [Theory]
    [InlineData("APT-USD", 14, 1338, 100_000, 3)]
    [InlineData("BTC-USD", 15, 1339, 1_000, 0)]
    [InlineData("ETH-USD", 16, 1340, 10_000, 1)]
    [InlineData("SOL-USD", 31, 2387, 100_000, 2)]
    public void A_known_market_has_its_ids_lot_and_price_decimals(string symbol, long mainnet, long testnet, int lot, int decimals)
    {
        Assert.Equal((symbol, symbol), (MarketTable.SymbolOf(mainnet), MarketTable.SymbolOf(testnet)));
        Assert.Equal(("Mainnet", "Testnet"), (MarketTable.Find(mainnet)!.Network, MarketTable.Find(testnet)!.Network));
        foreach (KanaNetwork network in Enum.GetValues<KanaNetwork>())
        {
            Market market = Assert.Single(MarketTable.Of(network), m => m.Symbol == symbol);
            Assert.Equal(network == KanaNetwork.Testnet ? testnet : mainnet, market.MarketId);
            Assert.Equal((lot, decimals, 8, 6), (market.RawLotSize, market.PriceDecimals, market.BaseDecimals, market.QuoteDecimals));
            Assert.Equal((symbol.Replace("-USD", "/USDC", StringComparison.Ordinal), 1m, 20m), (market.BaseName, market.RawTickSize, market.MaxLeverage));
            Assert.Equal((lot / 100_000_000m, (decimal)Math.Pow(10, -decimals)), (market.LotSize, market.TickSize));
            Assert.Null(market.ReceivedAt);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    [InlineData(396L)]
    [InlineData(-14L)]
    [InlineData(long.MaxValue)]
    public void An_unknown_id_has_no_symbol(long? id)
    {
        Assert.Null(MarketTable.Find(id));
        Assert.Null(MarketTable.SymbolOf(id));
    }

    [Fact]
    public void A_market_reads_well_in_a_string() => Assert.Equal("APT-USD (14)", $"{MarketTable.Find(14)}");
}
