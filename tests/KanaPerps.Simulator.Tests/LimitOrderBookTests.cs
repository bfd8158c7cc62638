namespace KanaPerps.Simulator.Tests;

public sealed class LimitOrderBookTests : IMatchListener
{
    private static readonly Instrument s_apt = InstrumentTable.All[0];

    private readonly List<Match> _matches = [];
    private readonly List<Order> _cancelled = [];
    private readonly LimitOrderBook _book;
    private int _count;

    public LimitOrderBookTests()
    {
        _book = new LimitOrderBook(new VenueClock(SimulatorOptions.DefaultStart, TimeSpan.FromSeconds(1)), this);
    }

    void IMatchListener.Matched(in Match match) => _matches.Add(match);

    void IMatchListener.Cancelled(Order order) => _cancelled.Add(order);

    [Fact]
    public void The_better_price_trades_first_whatever_its_age()
    {
        Order worse = Submit(TradeSide.Sell, 5751, 100);
        Order better = Submit(TradeSide.Sell, 5750, 100);

        Submit(TradeSide.Buy, 5751, 150);

        Assert.Equal([better, worse], _matches.Select(m => m.Maker));
        Assert.Equal([5750, 5751], _matches.Select(m => m.PriceTicks));
        Assert.Equal([100, 50], _matches.Select(m => m.Lots));
    }

    [Fact]
    public void At_one_price_the_older_order_trades_first()
    {
        Order older = Submit(TradeSide.Buy, 5750, 100);
        Order younger = Submit(TradeSide.Buy, 5750, 100);

        Submit(TradeSide.Sell, 5750, 130);

        Assert.Equal([older, younger], _matches.Select(m => m.Maker));
        Assert.Equal(OrderStatus.Filled, older.Status);
        Assert.Equal(OrderStatus.PartiallyFilled, younger.Status);
        Assert.Equal(70, younger.RemainingLots);
        Assert.Equal(70, _book.Bids.Best!.Lots);
    }

    [Fact]
    public void A_partly_filled_order_keeps_its_place_in_the_queue()
    {
        Order older = Submit(TradeSide.Buy, 5750, 100);
        Submit(TradeSide.Buy, 5750, 100);

        Submit(TradeSide.Sell, 5750, 40);
        Submit(TradeSide.Sell, 5750, 60);

        Assert.All(_matches, match => Assert.Same(older, match.Maker));
        Assert.Equal(OrderStatus.Filled, older.Status);
    }

    [Fact]
    public void A_trade_happens_at_the_resting_price_and_the_rest_of_a_limit_order_waits()
    {
        Submit(TradeSide.Sell, 5750, 100);

        Order taker = Submit(TradeSide.Buy, 5760, 250);

        Match match = Assert.Single(_matches);
        Assert.Equal(5750, match.PriceTicks);
        Assert.Equal(0.575m, match.Value);
        Assert.Equal(OrderStatus.PartiallyFilled, taker.Status);
        Assert.Null(_book.Asks.Best);
        Assert.Equal((5760, 150), (_book.Bids.Best!.PriceTicks, _book.Bids.Best.Lots));
    }

    [Fact]
    public void The_rest_of_a_market_order_is_cancelled()
    {
        Submit(TradeSide.Sell, 5750, 100);

        Order taker = Submit(TradeSide.Buy, priceTicks: null, 250);

        Assert.Equal(OrderStatus.Cancelled, taker.Status);
        Assert.Equal(100, taker.FilledLots);
        Assert.Same(taker, Assert.Single(_cancelled));
        Assert.Null(_book.Bids.Best);
    }

    [Fact]
    public void A_price_nobody_accepts_does_not_trade()
    {
        Submit(TradeSide.Sell, 5751, 100);
        Submit(TradeSide.Buy, 5750, 100);

        Assert.Empty(_matches);
        Assert.True(_book.Bids.Best!.PriceTicks < _book.Asks.Best!.PriceTicks);
    }

    [Fact]
    public void Nobody_trades_with_himself()
    {
        TradingAccount account = new(Worlds.AddressOf(1));
        Order resting = Submit(TradeSide.Sell, 5750, 100, account);

        Order second = Submit(TradeSide.Buy, 5750, 100, account);

        Assert.Empty(_matches);
        Assert.Equal(OrderStatus.Cancelled, resting.Status);
        Assert.Equal(OrderStatus.Open, second.Status);
    }

    [Fact]
    public void A_cancelled_order_leaves_its_level()
    {
        Order order = Submit(TradeSide.Buy, 5750, 100);
        Submit(TradeSide.Buy, 5750, 30);

        _book.Cancel(order);

        Assert.Equal(30, _book.Bids.Best!.Lots);
        Assert.Same(order, Assert.Single(_cancelled));
    }

    private Order Submit(TradeSide side, long? priceTicks, long lots, TradingAccount? owner = null)
    {
        TradingAccount account = owner ?? new TradingAccount(Worlds.AddressOf(++_count));
        Order order = new()
        {
            Id = "1",
            Account = account,
            Position = account.Positions.Of(s_apt, side == TradeSide.Buy ? PositionSide.Long : PositionSide.Short),
            Reduces = false,
            IsMarket = priceTicks is null,
            PriceTicks = priceTicks ?? 0,
            Lots = lots,
            Leverage = 1,
            Type = side == TradeSide.Buy ? OrderType.OpenLong : OrderType.OpenShort,
            PlacedAt = 0,
            TradeId = "1",
        };
        _book.Submit(order);
        return order;
    }
}
