namespace KanaPerps.Simulator;

/// <summary>
/// Trades for an account that is asked for: deposits, rests orders, opens positions of both sides, changes and closes them. All from
/// its own random stream, so an account's life does not depend on how many others are watched.
/// </summary>
internal sealed class AccountTrader : ITrader
{
    private const int MostPositions = 3;
    private const int MostRestingOrders = 3;

    /// <summary>One step in so many brings an idea.</summary>
    private const int Calm = 20;

    private static readonly int[] s_leverages = [1, 2, 3, 5, 8, 10, 15, 20];

    private readonly TradingAccount _account;
    private readonly AccountTreasury _treasury;
    private readonly PositionPlans _plans;
    private readonly SeededRandom _random;
    private readonly List<(Order Order, long Until)> _resting = [];
    private TradingFloor _floor;
    private long _age;
    private long _nextOrderAt;
    private long _nextPositionAt;

    public AccountTrader(TradingAccount account, TradingFloor floor, Ledger ledger, SeededRandom random)
    {
        (_account, _floor, _random) = (account, floor, random);
        _treasury = new AccountTreasury(account, ledger, random);
        _plans = new PositionPlans(account, random);
        BeginSoon();
    }

    /// <inheritdoc/>
    public void Act()
    {
        _age++;
        if (_treasury.Act(_floor.Clock))
        {
            return;
        }

        CancelExpired();
        _plans.Act(_age, _floor);
        if (_age == _nextOrderAt)
        {
            RestOpening();
        }
        else if (_age == _nextPositionAt)
        {
            OpenAtMarket();
        }
        else
        {
            TakePart();
            if (_age > _nextPositionAt && _random.OneIn(Calm))
            {
                FollowIdea();
            }
        }
    }

    /// <summary>Sees to it that the account has a position, and an order that rests far from the price.</summary>
    public void TakePart()
    {
        if (_account.Positions.Open.Count == 0)
        {
            // Where funding is settled: a past has payments to show.
            SimulatedMarket market = _random.Pick(_floor.Markets);
            Open(market.Instrument.IsNew ? _floor.Markets[0] : market, PositionSide.Long, priceTicks: null);
        }

        if (_account.Orders.Open.Count == 0)
        {
            (SimulatedMarket market, PositionSide side) = Choose();
            TradeSide own = side == PositionSide.Long ? TradeSide.Buy : TradeSide.Sell;
            Open(market, side, AwayFromMark(market, own, 1000, 3000));
        }
    }

    /// <summary>Goes on with other markets. What rests is brought along, and is filled there where the price has reached it.</summary>
    public void MoveTo(TradingFloor floor)
    {
        _floor = floor;
        foreach (Order order in _account.Orders.Open.ToArray())
        {
            floor.MarketOf(order.Instrument).Book.Submit(order);
        }

        TakePart();
        BeginSoon();
    }

    /// <summary>Plans an order and a position for the next steps, and a close soon after: a watcher is not to wait long.</summary>
    private void BeginSoon()
    {
        _nextOrderAt = _age + _random.Between(3, 6);
        _nextPositionAt = _nextOrderAt + _random.Between(2, 8);
        _plans.Hurry(_age);
    }

    private void FollowIdea()
    {
        switch (_random.Between(1, 10))
        {
            case <= 3 when _account.Positions.Open.Count < MostPositions:
                OpenAtMarket();
                break;
            case > 3 and <= 6 when _resting.Count < MostRestingOrders:
                RestOpening();
                break;
            case <= 6:
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
        (SimulatedMarket market, PositionSide side) = Choose();
        Open(market, side, priceTicks: null);
    }

    /// <summary>Rests an order that opens or increases, a little away from the price or at its very edge, where it is filled piece by piece.</summary>
    private void RestOpening()
    {
        (SimulatedMarket market, PositionSide side) = Choose();
        PriceLadder own = side == PositionSide.Long ? market.Book.Bids : market.Book.Asks;
        bool atTheEdge = _age > _nextOrderAt && _random.OneIn(2) && own.Best is not null;
        Open(market, side, atTheEdge ? own.Best!.PriceTicks : AwayFromMark(market, own.Side, 30, 150));
    }

    /// <summary>Rests an order that takes from a position at a better price than now.</summary>
    private void RestReduction()
    {
        if (_account.Positions.Open.Count > 0 && _resting.Count < MostRestingOrders)
        {
            HeldPosition position = _random.Pick(_account.Positions.Open);
            SimulatedMarket market = _floor.MarketOf(position.Instrument);
            TradeSide side = position.Side == PositionSide.Long ? TradeSide.Sell : TradeSide.Buy;
            Place(new OrderTicket(market, position.Side, Reduces: true, position.Lots / _random.Between(1, 3), AwayFromMark(market, side, 30, 150), position.Leverage));
        }
    }

    private void ChangeAtMarket()
    {
        if (_account.Positions.Open.Count > 0)
        {
            HeldPosition position = _random.Pick(_account.Positions.Open);
            if (_random.OneIn(2))
            {
                Open(_floor.MarketOf(position.Instrument), position.Side, priceTicks: null);
            }
            else
            {
                Place(new OrderTicket(_floor.MarketOf(position.Instrument), position.Side, Reduces: true, position.Lots / _random.Between(2, 3), PriceTicks: null, position.Leverage));
            }
        }
    }

    /// <summary>Any market and side; often the other side of what the account already holds, which makes a hedge.</summary>
    private (SimulatedMarket Market, PositionSide Side) Choose()
    {
        if (_account.Positions.Open.Count > 0 && _random.OneIn(3))
        {
            HeldPosition held = _random.Pick(_account.Positions.Open);
            return (_floor.MarketOf(held.Instrument), held.Side == PositionSide.Long ? PositionSide.Short : PositionSide.Long);
        }

        return (_random.Pick(_floor.Markets), _random.OneIn(2) ? PositionSide.Long : PositionSide.Short);
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
        if (_floor.Desk.Place(_account, ticket) is { IsLive: true } order)
        {
            _resting.Add((order, _age + _random.Between(30, 150)));
        }
    }

    private void CancelExpired()
    {
        for (int i = _resting.Count - 1; i >= 0; i--)
        {
            (Order order, long until) = _resting[i];
            if (order.IsLive && _age >= until)
            {
                _floor.MarketOf(order.Instrument).Book.Cancel(order);
            }

            if (!order.IsLive)
            {
                _resting.RemoveAt(i);
            }
        }
    }

    /// <summary>A price that the market has to come to, so many hundred-thousandths away.</summary>
    private long AwayFromMark(SimulatedMarket market, TradeSide side, int least, int most)
    {
        long distance = market.Instrument.Distance(_random.Between(least, most));
        long mark = (long)market.MarkTicks;
        return side == TradeSide.Buy ? mark - distance : mark + distance;
    }
}
