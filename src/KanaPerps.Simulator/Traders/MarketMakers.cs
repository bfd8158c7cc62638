namespace KanaPerps.Simulator;

/// <summary>
/// The makers of one market. All take their quotes back before any of them quotes again: no trade happens against a stale one of a colleague.
/// </summary>
internal sealed class MarketMakers : ITrader
{
    private const int Count = 3;
    private const decimal Capital = 50_000_000;

    /// <summary>How far from the price somebody hopes for a crash or a rally, in hundred-thousandths: venues have such levels.</summary>
    private static readonly int[] s_farDistances = [15_000, 30_000];

    private readonly SimulatedMarket _market;
    private readonly MakerQuotes[] _makers;

    public MarketMakers(SimulatedMarket market, TradingFloor floor, Ledger ledger, SeededRandom random)
    {
        _market = market;
        _makers = new MakerQuotes[Count];
        for (int i = 0; i < Count; i++)
        {
            TradingAccount account = ledger.Open(VenueAddress.ProfileOfTrader($"maker {i} {market.Instrument.Symbol}"));
            ledger.Deposit(account, Capital, floor.Clock);
            _makers[i] = new MakerQuotes(account, market, floor.Desk, random);
        }

        foreach (int distance in s_farDistances)
        {
            _makers[0].QuoteFar(market.Instrument.AnchorTicks, market.Instrument.Distance(distance));
        }
    }

    /// <inheritdoc/>
    public void Act()
    {
        decimal fair = _market.Reference.FairTicks;
        foreach (MakerQuotes maker in _makers)
        {
            maker.Withdraw(fair);
        }

        foreach (MakerQuotes maker in _makers)
        {
            maker.Quote(fair);
        }
    }
}
