namespace KanaPerps.Simulator;

/// <summary>
/// What an account did in the day before it is first asked for. Its trader worked on markets of the past, with a crowd on the other side,
/// by the rules of the venue and into its ledger: positions follow from fills, balances from transfers, fills and funding. The prices of
/// the past end where the venue's are now, and there the trader goes on.
/// </summary>
internal sealed class AccountPast
{
    private const int Hours = 24;
    private const int StepSeconds = 120;
    private const int Steps = Hours * 3600 / StepSeconds;

    /// <summary>More than one past takes: each has transactions of its own, all before the venue's first.</summary>
    private const int Transactions = 200_000;

    private const int MostPasts = 10_000;

    private readonly Venue _venue;
    private readonly Crowd _crowd;
    private readonly TradingFloor _floor;
    private readonly List<Action> _crowdActs = [];

    /// <param name="venue">The venue, whose present the past leads to.</param>
    /// <param name="clearing">Makes what books the fills of a clock.</param>
    /// <param name="ids">Names orders and positions.</param>
    /// <param name="crowd">The others.</param>
    /// <param name="address">The account's address, which chooses the past.</param>
    /// <param name="number">How many pasts there were before.</param>
    public AccountPast(Venue venue, Func<VenueClock, Clearing> clearing, VenueIds ids, Crowd crowd, string address, int number)
    {
        (_venue, _crowd) = (venue, crowd);
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(venue.Clock.Now);
        VenueClock clock = new(
            now - TimeSpan.FromHours(Hours),
            TimeSpan.FromSeconds(StepSeconds),
            VenueClock.FirstVersion - (((number % MostPasts) + 1L) * Transactions));
        Clearing booking = clearing(clock);
        OrderDesk desk = new(clock, ids);
        List<SimulatedMarket> markets = [];
        foreach (SimulatedMarket present in venue.Markets)
        {
            SeededRandom NewRandom() => venue.Random($"past {address} {present.Instrument.Symbol}");
            ReferencePrice reference = ReferencePrice.EndingAt(present.Instrument, present.Reference.FairTicks, Steps, NewRandom);
            SimulatedMarket market = new(present.Instrument, clock, booking, reference, present.Funding);
            booking.Attach(market);
            markets.Add(market);
            _crowdActs.Add(crowd.On(market, desk, venue.Random($"crowd {address} {present.Instrument.Symbol}")));
        }

        _floor = new TradingFloor(clock, desk, markets);
    }

    /// <summary>Lets the account trade until now, and its trader go on from there.</summary>
    /// <returns>The trader, who works on the venue's markets from now on.</returns>
    public AccountTrader Live(TradingAccount account, TradingFloor present, SeededRandom random)
    {
        AccountTrader trader = new(account, _floor, _venue.Ledger, random);
        PositionGuard guard = new([account], _floor);
        for (int step = 1; step < Steps; step++)
        {
            Advance();
            _crowdActs.ForEach(act => act());
            trader.Act();
            guard.Check();
            Settle(account);
        }

        // The last two minutes are quiet: what the account traded is no longer on the markets' tapes.
        trader.TakePart();
        _crowd.Leave(_floor);
        Advance();
        Settle(account);
        trader.MoveTo(present);
        return trader;
    }

    private void Advance()
    {
        _floor.Clock.Advance();
        foreach (SimulatedMarket market in _floor.Markets)
        {
            market.Reference.Advance();
        }
    }

    /// <summary>Lets the account and the crowd pay each other what the market settled at that hour.</summary>
    private void Settle(TradingAccount account)
    {
        VenueClock clock = _floor.Clock;
        if (clock.Now / FundingEngine.Hour == (clock.Now - StepSeconds) / FundingEngine.Hour)
        {
            return;
        }

        long version = clock.NextVersion();
        foreach (HeldPosition position in account.Positions.Open)
        {
            SimulatedMarket market = _floor.MarketOf(position.Instrument);
            if (market.Funding.SettledRate(clock.Now / FundingEngine.Hour) is decimal rate)
            {
                FundingRecord payment = FundingRecord.Of(position, market.MarkTicks, rate, clock.Now / FundingEngine.Hour * FundingEngine.Hour, version);
                _venue.Ledger.Fund(account, payment);
                _venue.Ledger.Fund(_crowd.Maker, payment with { Amount = -payment.Amount });
            }
        }
    }
}
