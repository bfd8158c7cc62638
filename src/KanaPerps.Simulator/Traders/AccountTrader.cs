namespace KanaPerps.Simulator;

/// <summary>
/// Brings an account to life that somebody watches: it deposits, rests an order, opens positions of both sides, changes and closes
/// them. All from its own random stream, so an account's life does not depend on how many others are watched.
/// </summary>
internal sealed class AccountTrader : ITrader
{
    private const int MostPositions = 3;
    private const int MostRestingOrders = 3;

    /// <summary>One step in so many brings an idea.</summary>
    private const int Calm = 20;

    private static readonly int[] s_leverages = [1, 2, 3, 5, 8, 10, 15, 20];

    private readonly TradingAccount _account;
    private readonly IReadOnlyList<SimulatedMarket> _markets;
    private readonly OrderDesk _desk;
    private readonly AccountTreasury _treasury;
    private readonly PositionPlans _plans;
    private readonly SeededRandom _random;
    private readonly List<(Order Order, SimulatedMarket Market, long Until)> _resting = [];
    private readonly int _firstOrderAt;
    private readonly int _firstPositionAt;
    private long _age;

    public AccountTrader(TradingAccount account, IReadOnlyList<SimulatedMarket> markets, OrderDesk desk, Ledger ledger, SeededRandom random)
    {
        (_account, _markets, _desk, _random) = (account, markets, desk, random);
        _treasury = new AccountTreasury(account, ledger, random);
        _plans = new PositionPlans(account, markets, desk, random);
        _firstOrderAt = random.Between(3, 6);
        _firstPositionAt = _firstOrderAt + random.Between(2, 8);
    }

    /// <inheritdoc/>
    public void Act()
    {
        _age++;
        if (_treasury.Act())
        {
            return;
        }

        CancelExpired();
        _plans.Act(_age);
        if (_age == _firstOrderAt)
        {
            RestOpening();
        }
        else if (_age == _firstPositionAt)
        {
            OpenAtMarket();
        }
        else if (_age > _firstPositionAt && _random.OneIn(Calm))
        {
            FollowIdea();
        }
    }

    private void FollowIdea()
    {
        switch (_random.Between(1, 10))
        {
            case <= 3:
                OpenAtMarket();
                break;
            case <= 6:
                RestOpening();
                break;
            case <= 8:
                RestReduction();
                break;
            default:
                ChangeAtMarket();
                break;
        }
    }

    private void OpenAtMarket()
    {
        if (_account.Positions.Open.Count < MostPositions)
        {
            (SimulatedMarket market, PositionSide side) = Choose();
            Open(market, side, priceTicks: null);
        }
    }

    /// <summary>Rests an order that opens or increases, a little away from the price or at its very edge, where it is filled piece by piece.</summary>
    private void RestOpening()
    {
        if (_resting.Count >= MostRestingOrders)
        {
            return;
        }

        (SimulatedMarket market, PositionSide side) = Choose();
        PriceLadder own = side == PositionSide.Long ? market.Book.Bids : market.Book.Asks;
        bool atTheEdge = _age > _firstOrderAt && _random.OneIn(2) && own.Best is not null;
        Open(market, side, atTheEdge ? own.Best!.PriceTicks : AwayFromMark(market, own.Side));
    }

    /// <summary>Rests an order that takes from a position at a better price than now.</summary>
    private void RestReduction()
    {
        if (_account.Positions.Open.Count > 0 && _resting.Count < MostRestingOrders)
        {
            HeldPosition position = _random.Pick(_account.Positions.Open);
            SimulatedMarket market = MarketOf(position);
            TradeSide side = position.Side == PositionSide.Long ? TradeSide.Sell : TradeSide.Buy;
            Place(new OrderTicket(market, position.Side, Reduces: true, position.Lots / _random.Between(1, 3), AwayFromMark(market, side), position.Leverage));
        }
    }

    private void ChangeAtMarket()
    {
        if (_account.Positions.Open.Count > 0)
        {
            HeldPosition position = _random.Pick(_account.Positions.Open);
            if (_random.OneIn(2))
            {
                Open(MarketOf(position), position.Side, priceTicks: null);
            }
            else
            {
                Place(new OrderTicket(MarketOf(position), position.Side, Reduces: true, position.Lots / _random.Between(2, 3), PriceTicks: null, position.Leverage));
            }
        }
    }

    /// <summary>Any market and side; often the other side of what the account already holds, which makes a hedge.</summary>
    private (SimulatedMarket Market, PositionSide Side) Choose()
    {
        if (_account.Positions.Open.Count > 0 && _random.OneIn(3))
        {
            HeldPosition held = _random.Pick(_account.Positions.Open);
            return (MarketOf(held), held.Side == PositionSide.Long ? PositionSide.Short : PositionSide.Long);
        }

        return (_random.Pick(_markets), _random.OneIn(2) ? PositionSide.Long : PositionSide.Short);
    }

    private void Open(SimulatedMarket market, PositionSide side, long? priceTicks)
    {
        HeldPosition position = _account.Positions.Of(market.Instrument, side);
        int leverage = position.IsOpen || position.IncreasingOrders > 0 ? position.Leverage : _random.Pick(s_leverages);
        decimal margin = _treasury.Stake();
        Place(new OrderTicket(market, side, Reduces: false, market.Instrument.LotsWorth(margin * leverage), priceTicks, leverage));
    }

    private void Place(OrderTicket ticket)
    {
        if (_desk.Place(_account, ticket) is { IsLive: true } order)
        {
            _resting.Add((order, ticket.Market, _age + _random.Between(30, 150)));
        }
    }

    private void CancelExpired()
    {
        for (int i = _resting.Count - 1; i >= 0; i--)
        {
            (Order order, SimulatedMarket market, long until) = _resting[i];
            if (order.IsLive && _age >= until)
            {
                market.Book.Cancel(order);
            }

            if (!order.IsLive)
            {
                _resting.RemoveAt(i);
            }
        }
    }

    private long AwayFromMark(SimulatedMarket market, TradeSide side)
    {
        long distance = market.Instrument.Distance(_random.Between(30, 150));
        long mark = (long)market.MarkTicks;
        return side == TradeSide.Buy ? mark - distance : mark + distance;
    }

    private SimulatedMarket MarketOf(HeldPosition position) => _markets[position.Instrument.Number - 1];
}
