namespace KanaPerps.Simulator;

/// <summary>
/// The long or the short of one account in one market. It lasts beyond the position's lives: between them it is empty. What it cost
/// is kept instead of the average entry price, because a cost splits without losing a digit.
/// </summary>
internal sealed class HeldPosition(Instrument instrument, PositionSide side)
{
    public Instrument Instrument { get; } = instrument;

    public PositionSide Side { get; } = side;

    public long Lots { get; private set; }

    /// <summary>What the lots were bought or sold for, in quote units.</summary>
    public decimal Cost { get; private set; }

    public int Leverage { get; private set; } = 1;

    /// <summary>Names this life of the position.</summary>
    public string TradeId { get; private set; } = "";

    /// <summary>Lots that resting orders are going to take away.</summary>
    public long ReservedLots { get; set; }

    /// <summary>Live orders that are going to open or increase the position.</summary>
    public int IncreasingOrders { get; set; }

    public long? TakeProfitTicks { get; set; }

    public long? StopLossTicks { get; set; }

    public long UpdatedAt { get; private set; }

    public long UpdatedVersion { get; private set; }

    /// <summary>The average entry price, or 0 when empty.</summary>
    public decimal EntryTicks { get; private set; }

    /// <summary>Where the venue closes the position by force, or 0 when empty.</summary>
    public decimal LiquidationTicks { get; private set; }

    public bool IsOpen => Lots > 0;

    public long AvailableLots => Lots - ReservedLots;

    /// <summary>The money bound by the position.</summary>
    public decimal Margin => Cost / Leverage;

    /// <summary>Begins a life, before its first fill: orders carry its id as soon as they are placed.</summary>
    public void Begin(string tradeId, int leverage)
    {
        TradeId = tradeId;
        Leverage = leverage;
    }

    public void Increase(long lots, decimal cost, VenueClock clock) => Change(Lots + lots, Cost + cost, clock);

    public void Reduce(long lots, decimal cost, VenueClock clock) => Change(Lots - lots, Cost - cost, clock);

    /// <summary>What closing at a price would gain.</summary>
    public decimal Unrealised(decimal priceTicks)
    {
        decimal value = priceTicks * Lots * Instrument.Unit;
        return Side == PositionSide.Long ? value - Cost : Cost - value;
    }

    private void Change(long lots, decimal cost, VenueClock clock)
    {
        Lots = lots;
        Cost = cost;
        UpdatedAt = clock.Now;
        UpdatedVersion = clock.Version;
        if (lots == 0)
        {
            (TakeProfitTicks, StopLossTicks) = (null, null);
            (EntryTicks, LiquidationTicks) = (0, 0);
            return;
        }

        EntryTicks = cost / (lots * Instrument.Unit);
        int direction = Side == PositionSide.Long ? 1 : -1;
        LiquidationTicks = EntryTicks * (Leverage - direction) / (Leverage * (1 - (direction * Instrument.MaintenanceMargin)));
    }
}
