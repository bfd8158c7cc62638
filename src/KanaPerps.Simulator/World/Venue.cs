using System.Collections.Frozen;

namespace KanaPerps.Simulator;

/// <summary>The whole exchange without its network: markets, accounts and traders. Not thread safe: its owner holds a lock around it.</summary>
internal sealed class Venue
{
    /// <summary>Steps before the opening, so that books and tapes are filled when the first subscriber comes.</summary>
    private const int WarmUpSteps = 120;

    private readonly SimulatorOptions _options;
    private readonly List<ITrader> _traders = [];
    private readonly OrderDesk _desk;
    private readonly PositionGuard _guard;
    private readonly FundingEngine _funding;

    public Venue(SimulatorOptions options)
    {
        _options = options;
        TimeSpan step = TimeSpan.FromTicks((long)(TimeSpan.TicksPerSecond * options.ClockSpeed / options.Rate));
        DateTimeOffset opening = options.Start ?? SimulatorOptions.DefaultStart;
        Clock = new VenueClock(opening - (step * WarmUpSteps), step);
        Ledger = new Ledger(Clock);
        VenueIds ids = new();
        Clearing clearing = new(Clock, ids, Ledger, new SettlementRules(options.Encoding));
        _desk = new OrderDesk(Clock, ids);
        Markets = [.. InstrumentTable.All.Select(instrument => new SimulatedMarket(instrument, Clock, clearing, Random($"index {instrument.Symbol}")))];
        MarketOf = Markets.ToFrozenDictionary(m => m.Instrument);
        _guard = new PositionGuard(Ledger, _desk, MarketOf);
        _funding = new FundingEngine(Clock, Ledger, Markets, opening);
        foreach (SimulatedMarket market in Markets)
        {
            clearing.Attach(market);
            _traders.Add(new MarketMakers(market, _desk, Ledger, Random($"makers {market.Instrument.Symbol}")));
            _traders.Add(new TakerFlow(market, _desk, Ledger, Random($"takers {market.Instrument.Symbol}")));
        }

        Step(WarmUpSteps);
        _funding.Estimate();
    }

    public VenueClock Clock { get; }

    public Ledger Ledger { get; }

    public IReadOnlyList<SimulatedMarket> Markets { get; }

    public IReadOnlyDictionary<Instrument, SimulatedMarket> MarketOf { get; }

    /// <summary>Grows with every change of a funding rate.</summary>
    public long FundingChanges => _funding.Changes;

    /// <summary>The account at an address. An address that nobody has used yet gets a trader of its own.</summary>
    /// <param name="address">The padded lower-case address.</param>
    public TradingAccount Account(string address)
    {
        if (Ledger.Find(address) is TradingAccount known)
        {
            return known;
        }

        TradingAccount account = Ledger.Open(address);
        _traders.Add(new AccountTrader(account, Markets, _desk, Ledger, Random($"account {address}")));
        return account;
    }

    /// <summary>Lets every market move once and every trader act once, as often as asked for.</summary>
    public void Step(int count = 1)
    {
        for (int i = 0; i < count; i++)
        {
            Clock.Advance();
            foreach (SimulatedMarket market in Markets)
            {
                market.Reference.Advance();
            }

            foreach (ITrader trader in _traders)
            {
                trader.Act();
            }

            _guard.Check();
            _funding.Advance();
        }
    }

    private SeededRandom Random(string stream) => SeededRandom.For(_options.Seed, stream);
}
