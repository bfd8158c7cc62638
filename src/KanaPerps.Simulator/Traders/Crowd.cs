namespace KanaPerps.Simulator;

/// <summary>The others on the markets of the past: one account quotes, another trades at the market's price.</summary>
internal sealed class Crowd
{
    private const decimal Capital = 500_000_000;

    /// <summary>One step in so many brings an order of a taker.</summary>
    private const int Calm = 3;

    public Crowd(Ledger ledger, VenueClock clock)
    {
        Maker = ledger.Open(VenueAddress.ProfileOfTrader("crowd maker"));
        Taker = ledger.Open(VenueAddress.ProfileOfTrader("crowd taker"));
        ledger.Deposit(Maker, Capital, clock);
        ledger.Deposit(Taker, Capital, clock);
    }

    public TradingAccount Maker { get; }

    public TradingAccount Taker { get; }

    /// <summary>What the crowd does on a market in each step.</summary>
    public Action On(SimulatedMarket market, OrderDesk desk, SeededRandom random)
    {
        MakerQuotes quotes = new(Maker, market, desk, random);
        return () =>
        {
            quotes.Withdraw(market.Reference.FairTicks);
            quotes.Quote(market.Reference.FairTicks);
            if (random.OneIn(Calm))
            {
                TradeSide side = random.OneIn(2) ? TradeSide.Buy : TradeSide.Sell;
                long lots = market.Instrument.LotsWorth(random.Between(40, 2_500));
                desk.Place(Taker, OrderTicket.Net(Taker, market, side, lots, priceTicks: null, leverage: 1));
            }
        };
    }

    /// <summary>Takes back all quotes.</summary>
    public void Leave(TradingFloor floor)
    {
        foreach (Order order in Maker.Orders.Open.ToArray())
        {
            floor.MarketOf(order.Instrument).Book.Cancel(order);
        }
    }
}
