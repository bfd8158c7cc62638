namespace KanaPerps.Simulator;

/// <summary>Accepts orders: checks the size, names the order, reserves what it is going to take, and hands it to the book.</summary>
internal sealed class OrderDesk(VenueClock clock, VenueIds ids)
{
    /// <summary>Places an order.</summary>
    /// <returns>The order, or null when it is too small or nothing is left to reduce.</returns>
    public Order? Place(TradingAccount account, OrderTicket ticket)
    {
        Instrument instrument = ticket.Market.Instrument;
        HeldPosition position = account.Positions.Of(instrument, ticket.Side);
        long lots = Math.Min(ticket.Lots, ticket.Reduces ? position.AvailableLots : instrument.MaxLots);

        // What is left of a position may be closed however small it is.
        bool takesTheRest = ticket.Reduces && lots == position.AvailableLots;
        if (lots <= 0 || (lots < instrument.MinLots && !takesTheRest))
        {
            return null;
        }

        clock.NextVersion();
        PositionEffect effect = Reserve(position, ticket, lots);
        long priceTicks = ticket.PriceTicks ?? 0;
        Order order = new()
        {
            Id = ids.NextOrder(priceTicks),
            Account = account,
            Position = position,
            Reduces = ticket.Reduces,
            IsMarket = ticket.PriceTicks is null,
            PriceTicks = priceTicks,
            Lots = lots,
            Leverage = position.Leverage,
            Type = OrderTypes.Of(position.Side, effect),
            PlacedAt = clock.Now,
            TradeId = position.TradeId,
        };
        account.Positions.Changed(position);
        account.Orders.Changed(order, clock);
        ticket.Market.Book.Submit(order);
        return order;
    }

    /// <summary>Closes a position at the market, whatever its own resting orders had planned.</summary>
    public void Close(TradingAccount account, SimulatedMarket market, HeldPosition position)
    {
        foreach (Order order in account.Orders.Open.Where(o => o.Reduces && o.Position == position).ToArray())
        {
            market.Book.Cancel(order);
        }

        Place(account, new OrderTicket(market, position.Side, Reduces: true, position.Lots, PriceTicks: null, position.Leverage));
    }

    private PositionEffect Reserve(HeldPosition position, OrderTicket ticket, long lots)
    {
        if (ticket.Reduces)
        {
            position.ReservedLots += lots;
            return lots == position.Lots ? PositionEffect.Close : PositionEffect.Decrease;
        }

        if (!position.IsOpen && position.IncreasingOrders == 0)
        {
            position.Begin(ids.NextPosition(position.Instrument.Number), ticket.Leverage);
        }

        position.IncreasingOrders++;
        return position.IsOpen ? PositionEffect.Increase : PositionEffect.Open;
    }
}
