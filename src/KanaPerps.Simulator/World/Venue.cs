using System.Collections.Frozen;

namespace KanaPerps.Simulator;

/// <summary>The whole exchange without its network: markets, accounts and traders. Not thread safe: its owner holds a lock around it.</summary>
internal sealed class Venue
{
    /// <summary>Steps before the opening, so that books and tapes are filled when the first subscriber comes.</summary>
    private const int WarmUpSteps = 120;

    /// <summary>Hours before the opening whose funding is known: as many as an account's past goes back, and one.</summary>
    private const int SettledHours = 25;

    private readonly SimulatorOptions _options;
    private readonly List<ITrader> _traders = [];
    private readonly VenueIds _ids = new();
    private readonly TradingFloor _floor;
    private readonly PositionGuard _guard;
    private readonly FundingEngine _funding;
    private readonly Crowd _crowd;
    private int _pasts;

    public Venue(SimulatorOptions options)
    {
        _options = options;
        TimeSpan step = TimeSpan.FromTicks((long)(TimeSpan.TicksPerSecond * options.ClockSpeed / options.Rate));
        DateTimeOffset opening = options.Start ?? SimulatorOptions.DefaultStart;
        Clock = new VenueClock(opening - (step * WarmUpSteps), step);
        Clearing clearing = NewClearing(Clock);
        Markets = [.. InstrumentTable.All.Select(instrument => Open(instrument, clearing, opening))];
        MarketOf = Markets.ToFrozenDictionary(m => m.Instrument);
        _floor = new TradingFloor(Clock, new OrderDesk(Clock, _ids), Markets);
        _guard = new PositionGuard(Ledger.Accounts, _floor);
        _funding = new FundingEngine(Clock, Ledger, Markets, opening);
        _crowd = new Crowd(Ledger, Clock);
        foreach (SimulatedMarket market in Markets)
        {
            clearing.Attach(market);
            _traders.Add(new MarketMakers(market, _floor, Ledger, Random($"makers {market.Instrument.Symbol}")));
            _traders.Add(new TakerFlow(market, _floor, Ledger, Random($"takers {market.Instrument.Symbol}")));
        }

        Step(WarmUpSteps);
        _funding.Estimate();
    }

    public VenueClock Clock { get; }

    public Ledger Ledger { get; } = new();

    public IReadOnlyList<SimulatedMarket> Markets { get; }

    public IReadOnlyDictionary<Instrument, SimulatedMarket> MarketOf { get; }

    /// <summary>Grows with every change of a funding rate.</summary>
    public long FundingChanges => _funding.Changes;

    /// <summary>The account of a profile. One that is asked for the first time has traded for a day, and goes on to; an unused one never has.</summary>
    /// <param name="address">The padded lower-case profile address.</param>
    public TradingAccount Account(string address)
    {
        if (Ledger.Find(address) is TradingAccount known)
        {
            return known;
        }

        TradingAccount account = Ledger.Open(address);
        if (!VenueAddress.IsUnused(address))
        {
            AccountPast past = new(this, NewClearing, _ids, _crowd, address, _pasts++);
            _traders.Add(past.Live(account, _floor, Random($"account {address}")));
        }

        return account;
    }

    /// <summary>A stream of random numbers of the world's seed.</summary>
    /// <param name="stream">Its name.</param>
    public SeededRandom Random(string stream) => SeededRandom.For(_options.Seed, stream);

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

    private Clearing NewClearing(VenueClock clock) => new(clock, _ids, Ledger, new SettlementRules(_options.Encoding));

    private SimulatedMarket Open(Instrument instrument, Clearing clearing, DateTimeOffset opening)
    {
        FundingState funding = new(Clock.Now, Clock.Version);
        if (!instrument.IsNew)
        {
            SeededRandom random = Random($"funding {instrument.Symbol}");
            long lastHour = opening.ToUnixTimeSeconds() / FundingEngine.Hour;
            for (long hour = lastHour - SettledHours; hour <= lastHour; hour++)
            {
                funding.Remember(hour * FundingEngine.Hour, random.Between(-250, 250) / 10_000_000m);
            }
        }

        return new SimulatedMarket(instrument, Clock, clearing, new ReferencePrice(instrument, Random($"index {instrument.Symbol}")), funding);
    }
}
