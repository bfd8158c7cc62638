namespace KanaPerps.Simulator;

/// <summary>The matching engine of one market: price first, then time. It never rests an order that could trade, so it never crosses.</summary>
internal sealed class LimitOrderBook(VenueClock clock, IMatchListener listener)
{
    /// <summary>The buyers.</summary>
    public PriceLadder Bids { get; } = new(TradeSide.Buy);

    /// <summary>The sellers.</summary>
    public PriceLadder Asks { get; } = new(TradeSide.Sell);

    /// <summary>Grows with every change.</summary>
    public long Changes { get; private set; }

    /// <summary>Trades what can be traded; the rest of a limit order waits in the book, the rest of a market order is cancelled.</summary>
    public void Submit(Order order)
    {
        PriceLadder opposite = order.Side == TradeSide.Buy ? Asks : Bids;
        while (order.RemainingLots > 0 && opposite.Best is PriceLevel best && order.Accepts(best.PriceTicks))
        {
            // An account does not trade with itself: the resting order is cancelled, as on most venues.
            if (best.Oldest.Account == order.Account)
            {
                Cancel(best.Oldest);
            }
            else
            {
                Trade(order, opposite, best);
            }
        }

        if (order.RemainingLots == 0)
        {
            return;
        }

        if (order.IsMarket)
        {
            order.Cancel();
            listener.Cancelled(order);
        }
        else
        {
            Ladder(order.Side).At(order.PriceTicks).Add(order, clock);
            Changes++;
        }
    }

    /// <summary>Takes a resting order out of the book.</summary>
    public void Cancel(Order order)
    {
        clock.NextVersion();
        PriceLadder ladder = Ladder(order.Side);
        PriceLevel level = ladder.At(order.PriceTicks);
        level.Remove(order, clock);
        ladder.DropIfEmpty(level);
        Changes++;
        order.Cancel();
        listener.Cancelled(order);
    }

    private PriceLadder Ladder(TradeSide side) => side == TradeSide.Buy ? Bids : Asks;

    private void Trade(Order taker, PriceLadder ladder, PriceLevel level)
    {
        Order maker = level.Oldest;
        Match match = new(maker, taker, level.PriceTicks, Math.Min(maker.RemainingLots, taker.RemainingLots));
        clock.NextVersion();
        maker.Fill(match.Lots, match.Value);
        taker.Fill(match.Lots, match.Value);
        level.FillOldest(match.Lots, clock);
        ladder.DropIfEmpty(level);
        Changes++;
        listener.Matched(match);
    }
}
