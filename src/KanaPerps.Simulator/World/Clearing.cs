namespace KanaPerps.Simulator;

/// <summary>Books what the matching engines do: a fill moves its position, the realised gain and the fee, and stands in the histories.</summary>
internal sealed class Clearing(VenueClock clock, VenueIds ids, Ledger ledger, SettlementRules rules) : IMatchListener
{
    private readonly Dictionary<Instrument, RecentRows<FillRecord>> _tapes = [];

    /// <summary>Sends the fills of a market to its tape as well.</summary>
    public void Attach(SimulatedMarket market) => _tapes.Add(market.Instrument, market.Tape);

    /// <inheritdoc/>
    public void Matched(in Match match)
    {
        RecentRows<FillRecord> tape = _tapes[match.Maker.Instrument];

        // The tape shows the newest row first and the maker before the taker.
        tape.Add(Settle(match.Taker, match, rules.TakerFee(match.Value)));
        tape.Add(Settle(match.Maker, match, 0));
    }

    /// <inheritdoc/>
    public void Cancelled(Order order)
    {
        if (order.Reduces)
        {
            order.Position.ReservedLots -= order.RemainingLots;
        }
        else
        {
            order.Position.IncreasingOrders--;
        }

        order.Account.Positions.Changed(order.Position);
        order.Account.Orders.Changed(order, clock);
    }

    private FillRecord Settle(Order order, in Match match, decimal fee)
    {
        HeldPosition position = order.Position;
        FillRecord fill = order.Reduces ? Reduce(order, match, fee) : Increase(order, match, fee);
        ledger.ChargeFee(order.Account, fee);
        order.Account.Fills.Add(fill);
        order.Account.Positions.Changed(position);
        order.Account.Orders.Changed(order, clock);
        return fill;
    }

    private FillRecord Increase(Order order, in Match match, decimal fee)
    {
        HeldPosition position = order.Position;
        OrderType type = OrderTypes.Of(position.Side, position.IsOpen ? PositionEffect.Increase : PositionEffect.Open);
        order.TradeId = position.TradeId;
        position.Increase(match.Lots, match.Value, clock);
        position.IncreasingOrders -= order.IsLive ? 0 : 1;
        return Row(order, match, type, fee, pnl: 0, position.EntryTicks);
    }

    private FillRecord Reduce(Order order, in Match match, decimal fee)
    {
        HeldPosition position = order.Position;
        bool closes = match.Lots == position.Lots;
        decimal entryTicks = position.EntryTicks;
        decimal cost = rules.CostOf(match.Lots, position);
        decimal gain = position.Side == PositionSide.Long ? match.Value - cost : cost - match.Value;
        position.ReservedLots -= match.Lots;
        position.Reduce(match.Lots, cost, clock);
        ledger.Realise(order.Account, gain);
        OrderType type = OrderTypes.Of(position.Side, closes ? PositionEffect.Close : PositionEffect.Decrease);
        FillRecord fill = Row(order, match, type, fee, gain - fee, entryTicks);
        if (closes && position.IncreasingOrders > 0)
        {
            // An order that still waits would open the next life.
            position.Begin(ids.NextPosition(position.Instrument.Number), position.Leverage);
        }

        return fill;
    }

    private FillRecord Row(Order order, in Match match, OrderType type, decimal fee, decimal pnl, decimal entryTicks) => new(
        order,
        type,
        order.Position.TradeId,
        order.Position.Leverage,
        match.PriceTicks,
        match.Lots,
        match.Value,
        fee,
        pnl,
        entryTicks,
        clock.Now,
        clock.Version);
}
