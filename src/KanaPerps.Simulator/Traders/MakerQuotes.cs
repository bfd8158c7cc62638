namespace KanaPerps.Simulator;

/// <summary>The quotes of one maker: a rung for each band of distance from the fair price, on both sides.</summary>
internal sealed class MakerQuotes(TradingAccount account, SimulatedMarket market, OrderDesk desk, SeededRandom random)
{
    private const int Rungs = 6;

    /// <summary>In hundred-thousandths of the price.</summary>
    private const int HalfSpread = 25;

    /// <summary>In hundred-thousandths of the price.</summary>
    private const int RungHeight = 70;

    /// <summary>One quote in so many is taken back for no visible reason.</summary>
    private const int Restlessness = 25;

    private readonly long _halfSpread = market.Instrument.Distance(HalfSpread);
    private readonly long _rungHeight = market.Instrument.Distance(RungHeight);
    private readonly Order?[] _bids = new Order?[Rungs];
    private readonly Order?[] _asks = new Order?[Rungs];

    /// <summary>Takes back the quotes that the price has come too near to or left behind.</summary>
    public void Withdraw(decimal fairTicks)
    {
        foreach (Order?[] side in (Order?[][])[_bids, _asks])
        {
            for (int rung = 0; rung < Rungs; rung++)
            {
                if (side[rung] is not Order order)
                {
                    continue;
                }

                if (order.IsLive && (IsMisplaced(order, rung, fairTicks) || random.OneIn(Restlessness)))
                {
                    market.Book.Cancel(order);
                }

                if (!order.IsLive)
                {
                    side[rung] = null;
                }
            }
        }
    }

    /// <summary>Fills the empty rungs.</summary>
    public void Quote(decimal fairTicks)
    {
        for (int rung = 0; rung < Rungs; rung++)
        {
            _bids[rung] ??= Place(TradeSide.Buy, (long)Math.Floor(fairTicks) - DistanceOf(rung));
            _asks[rung] ??= Place(TradeSide.Sell, (long)Math.Ceiling(fairTicks) + DistanceOf(rung));
        }
    }

    /// <summary>Rests an order on both sides, far from the market.</summary>
    public void QuoteFar(long fairTicks, long distance)
    {
        Place(TradeSide.Buy, fairTicks - distance);
        Place(TradeSide.Sell, fairTicks + distance);
    }

    private long DistanceOf(int rung) => _halfSpread + (rung * _rungHeight) + random.Between(0, _rungHeight - 1);

    private bool IsMisplaced(Order order, int rung, decimal fairTicks)
    {
        decimal distance = order.Side == TradeSide.Buy ? fairTicks - order.PriceTicks : order.PriceTicks - fairTicks;
        decimal inner = _halfSpread + (rung * _rungHeight);
        return distance < inner - (_rungHeight / 2m) || distance < _halfSpread / 2m || distance > inner + (2 * _rungHeight);
    }

    private Order? Place(TradeSide side, long priceTicks)
    {
        long lots = market.Instrument.LotsWorth(random.Between(600, 3000));
        Order? order = desk.Place(account, OrderTicket.Net(account, market, side, lots, priceTicks, leverage: 1));
        return order is { IsLive: true } ? order : null;
    }
}
