using System.Collections.Frozen;

namespace KanaPerps;

/// <summary>
/// The markets known when this version was made. Ids change when the venue re-creates a market, so nothing depends on a market
/// being in here: an unknown id works everywhere, it only has no symbol. What is known of the markets of an id by a live answer alone, such as its
/// smallest order, its maintenance margin and its address, is null here.
/// </summary>
public static class MarketTable
{
    private static readonly (string Symbol, long Mainnet, long Testnet, decimal RawLotSize, int PriceDecimals)[] s_known =
    [
        ("APT-USD", 14, 1338, 100_000m, 3),
        ("BTC-USD", 15, 1339, 1_000m, 0),
        ("ETH-USD", 16, 1340, 10_000m, 1),
        ("SOL-USD", 31, 2387, 100_000m, 2),
    ];

    private static readonly Market[] s_mainnet = [.. s_known.Select(m => Row(m.Symbol, m.Mainnet, KanaNetwork.Mainnet, m.RawLotSize, m.PriceDecimals))];
    private static readonly Market[] s_testnet = [.. s_known.Select(m => Row(m.Symbol, m.Testnet, KanaNetwork.Testnet, m.RawLotSize, m.PriceDecimals))];
    private static readonly Market[] s_simulator = [.. s_mainnet.Select(m => m with { Network = nameof(KanaNetwork.Simulator) })];

    // The ids of the two networks do not overlap, so an id alone names its symbol.
    private static readonly FrozenDictionary<long, Market> s_byId = s_mainnet.Concat(s_testnet).ToFrozenDictionary(m => m.MarketId);

    /// <summary>The markets of a network, in the venue's order. The simulator and custom endpoints are taken to use the mainnet's ids.</summary>
    /// <param name="network">The network.</param>
    /// <returns>The known markets.</returns>
    public static IReadOnlyList<Market> Of(KanaNetwork network) => network switch
    {
        KanaNetwork.Testnet => s_testnet,
        KanaNetwork.Simulator => s_simulator,
        _ => s_mainnet,
    };

    /// <summary>The known market with this id, on whatever network.</summary>
    /// <param name="marketId">The id, such as 14.</param>
    /// <returns>The market, or null when the table does not know the id.</returns>
    public static Market? Find(long? marketId) => marketId is { } id && s_byId.TryGetValue(id, out Market? market) ? market : null;

    /// <summary>The symbol that belongs to an id.</summary>
    /// <param name="marketId">The id, such as 14.</param>
    /// <returns>The symbol, or null when the table does not know the id.</returns>
    public static string? SymbolOf(long? marketId) => Find(marketId)?.Symbol;

    private static Market Row(string symbol, long id, KanaNetwork network, decimal rawLotSize, int priceDecimals) => new()
    {
        Symbol = symbol,
        MarketId = id,
        Network = network.ToString(),
        BaseName = symbol.Replace("-USD", "/USDC", StringComparison.Ordinal),
        PriceDecimals = priceDecimals,
        BaseDecimals = 8,
        QuoteDecimals = 6,
        RawLotSize = rawLotSize,
        RawTickSize = 1,
        MaxLeverage = 20,
    };
}
