namespace KanaPerps.Simulator;

/// <summary>Closes positions whose take profit, stop loss or liquidation price the mark has reached.</summary>
internal sealed class PositionGuard(IReadOnlyList<TradingAccount> accounts, TradingFloor floor)
{
    private readonly List<(TradingAccount Account, HeldPosition Position)> _due = [];

    public void Check()
    {
        // First look, then act: closing changes the lists that are looked at.
        foreach (TradingAccount account in accounts)
        {
            foreach (HeldPosition position in account.Positions.Open)
            {
                if (IsDue(position, floor.MarketOf(position.Instrument).MarkTicks))
                {
                    _due.Add((account, position));
                }
            }
        }

        foreach ((TradingAccount account, HeldPosition position) in _due)
        {
            floor.Desk.Close(account, floor.MarketOf(position.Instrument), position);
        }

        _due.Clear();
    }

    private static bool IsDue(HeldPosition position, decimal markTicks) => position.Side == PositionSide.Long
        ? markTicks <= position.LiquidationTicks || markTicks >= position.TakeProfitTicks || markTicks <= position.StopLossTicks
        : markTicks >= position.LiquidationTicks || markTicks <= position.TakeProfitTicks || markTicks >= position.StopLossTicks;
}
