namespace KanaPerps.Simulator;

/// <summary>An order as a trader wants it, before the venue has looked at it.</summary>
/// <param name="Market">Where.</param>
/// <param name="Side">The position that it concerns.</param>
/// <param name="Reduces">Whether the position is to become smaller.</param>
/// <param name="Lots">The size; for a reduction at most what is available counts.</param>
/// <param name="PriceTicks">The limit, or null for a market order.</param>
/// <param name="Leverage">The leverage of a new position; an open one keeps its own.</param>
internal sealed record OrderTicket(SimulatedMarket Market, PositionSide Side, bool Reduces, long Lots, long? PriceTicks, int Leverage)
{
    /// <summary>
    /// A buy or a sell that takes from the opposite position first: how traders work who think in one exposure per market.
    /// </summary>
    public static OrderTicket Net(TradingAccount account, SimulatedMarket market, TradeSide side, long lots, long? priceTicks, int leverage)
    {
        PositionSide opens = side == TradeSide.Buy ? PositionSide.Long : PositionSide.Short;
        PositionSide reduces = side == TradeSide.Buy ? PositionSide.Short : PositionSide.Long;
        bool canReduce = account.Positions.Of(market.Instrument, reduces).AvailableLots >= market.Instrument.MinLots;
        return new OrderTicket(market, canReduce ? reduces : opens, canReduce, lots, priceTicks, leverage);
    }
}
