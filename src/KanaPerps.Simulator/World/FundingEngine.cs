namespace KanaPerps.Simulator;

/// <summary>Follows the premium of each market over its index and lets longs and shorts pay each other at every full hour.</summary>
internal sealed class FundingEngine(VenueClock clock, Ledger ledger, IReadOnlyList<SimulatedMarket> markets, DateTimeOffset opening)
{
    public const long Hour = 3600;

    /// <summary>How often a new estimate is shown, in seconds of the venue.</summary>
    private const long EstimateInterval = 10;

    /// <summary>Funding pays the premium back in a day: an hour's rate is a part of it.</summary>
    private const int HoursToPayBack = 24;

    private const int RateDecimals = 7;
    private const decimal RateLimit = 0.0005m;

    // What was settled before the opening stands in the markets' funding.
    private long _hour = opening.ToUnixTimeSeconds() / Hour;
    private long _interval = clock.Now / EstimateInterval;

    /// <summary>Grows with every change of a rate or settlement.</summary>
    public long Changes { get; private set; }

    public void Advance()
    {
        if (clock.Now / EstimateInterval > _interval)
        {
            _interval = clock.Now / EstimateInterval;
            Estimate();
        }

        // The options see to it that a step is an hour at most: no settlement is passed over.
        if (clock.Now / Hour > _hour)
        {
            _hour = clock.Now / Hour;
            foreach (SimulatedMarket market in markets)
            {
                Settle(market);
            }
        }
    }

    /// <summary>Brings the rates up to date with the premiums.</summary>
    public void Estimate()
    {
        foreach (SimulatedMarket market in markets)
        {
            Changes += market.Funding.Estimate(RateOf(market), clock) ? 1 : 0;
        }
    }

    private static decimal RateOf(SimulatedMarket market)
    {
        decimal index = market.Reference.IndexTicks;
        decimal premium = (market.Reference.FairTicks - index) / index;
        return Math.Clamp(Math.Round(premium / HoursToPayBack, RateDecimals), -RateLimit, RateLimit);
    }

    private void Settle(SimulatedMarket market)
    {
        // Paid per lot and not per position: long and short lots are equal in number, so the payments cancel to the last digit.
        FundingState funding = market.Funding;
        decimal rate = funding.Rate;
        funding.Settle(clock);
        foreach (TradingAccount account in ledger.Accounts)
        {
            foreach (HeldPosition position in account.Positions.Open)
            {
                if (position.Instrument == market.Instrument)
                {
                    ledger.Fund(account, FundingRecord.Of(position, market.MarkTicks, rate, funding.SettledAt, funding.UpdatedVersion));
                }
            }
        }

        Changes++;
    }
}
