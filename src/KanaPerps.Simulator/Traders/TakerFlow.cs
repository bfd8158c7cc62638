namespace KanaPerps.Simulator;

/// <summary>The crowd that trades at the market's price.</summary>
internal sealed class TakerFlow : ITrader
{
    private const int Count = 2;
    private const decimal Capital = 2_000_000;
    private const int Leverage = 3;

    /// <summary>One step in so many brings an order.</summary>
    private const int Calm = 3;

    /// <summary>One order in so many is large enough to sweep levels.</summary>
    private const int SweepEvery = 30;

    private readonly SimulatedMarket _market;
    private readonly TradingFloor _floor;
    private readonly Ledger _ledger;
    private readonly SeededRandom _random;
    private readonly TradingAccount[] _accounts = new TradingAccount[Count];

    public TakerFlow(SimulatedMarket market, TradingFloor floor, Ledger ledger, SeededRandom random)
    {
        (_market, _floor, _ledger, _random) = (market, floor, ledger, random);
        for (int i = 0; i < Count; i++)
        {
            _accounts[i] = ledger.Open(VenueAddress.ProfileOfTrader($"taker {i} {market.Instrument.Symbol}"));
        }
    }

    /// <inheritdoc/>
    public void Act()
    {
        if (!_random.OneIn(Calm))
        {
            return;
        }

        TradingAccount account = _random.Pick(_accounts);
        if (account.Statement.Cash < Capital / 2)
        {
            _ledger.Deposit(account, Capital, _floor.Clock);
        }

        decimal value = _random.OneIn(SweepEvery) ? _random.Between(6_000, 15_000) : _random.Between(40, 2_500);
        TradeSide side = _random.OneIn(2) ? TradeSide.Buy : TradeSide.Sell;
        long lots = _market.Instrument.LotsWorth(value);
        _floor.Desk.Place(account, OrderTicket.Net(account, _market, side, lots, priceTicks: null, Leverage));
    }
}
