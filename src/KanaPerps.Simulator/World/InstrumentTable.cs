namespace KanaPerps.Simulator;

/// <summary>The four markets of the venue, addressed by their ids on its network.</summary>
internal static class InstrumentTable
{
    // Where the price moves, in ticks, and the smallest order, in lots. Only APT's smallest order is known from the venue.
    private static readonly Dictionary<string, (long AnchorTicks, long MinLots)> s_scales = new(StringComparer.Ordinal)
    {
        ["APT-USD"] = (5_750, 500),
        ["BTC-USD"] = (115_400, 2),
        ["ETH-USD"] = (42_350, 10),
        ["SOL-USD"] = (21_480, 10),
    };

    public static IReadOnlyList<Instrument> All { get; } =
    [
        .. MarketTable.Of(KanaNetwork.Mainnet).Select((market, index) => new Instrument(
            market,
            MarketTable.Of(KanaNetwork.Testnet).Single(twin => twin.Symbol == market.Symbol),
            index + 1,
            s_scales[market.Symbol].AnchorTicks,
            s_scales[market.Symbol].MinLots)),
    ];

    /// <summary>The instrument that has an id on a network, or null.</summary>
    public static Instrument? Find(string? marketId, KanaNetwork network) => All.FirstOrDefault(i => i.IdOn(network) == marketId);
}
