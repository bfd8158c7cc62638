namespace KanaPerps.Simulator;

/// <summary>A profile on the venue: its money, positions, orders and what happened to it.</summary>
/// <param name="address">The padded lower-case address.</param>
internal sealed class TradingAccount(string address)
{
    private const int HistoryCapacity = 100;

    /// <summary>More than a page: a REST call reads it in pages, and no message carries it whole.</summary>
    private const int FundingCapacity = 1000;

    /// <summary>The address as the venue shows it.</summary>
    public string ShownAddress { get; } = VenueAddress.Shown(address);

    public PositionSet Positions { get; } = new();

    public OrderLog Orders { get; } = new();

    public RecentRows<FillRecord> Fills { get; } = new(HistoryCapacity);

    public RecentRows<TransferRecord> Transfers { get; } = new(HistoryCapacity);

    public RecentRows<FundingRecord> Funding { get; } = new(FundingCapacity);

    /// <summary>The sums of all entries. Only the ledger writes them.</summary>
    public AccountStatement Statement { get; } = new();

    /// <summary>What the owner's wallet holds outside of the exchange: it had a million before the first deposit.</summary>
    public decimal WalletCash => 1_000_000 - Statement.Deposits + Statement.Withdrawals;

    /// <summary>What the owner's wallet holds of the ledger's own coin, which each transfer costs a little of.</summary>
    public decimal Gas => 1_000 - (0.0005m * Transfers.Total);

    /// <summary>Money that neither positions nor orders bind.</summary>
    public decimal FreeCash
    {
        get
        {
            decimal free = Statement.Cash;
            foreach (HeldPosition position in Positions.Open)
            {
                free -= position.Margin;
            }

            foreach (Order order in Orders.Open)
            {
                free -= order.Reduces ? 0 : order.Instrument.Value(order.PriceTicks, order.RemainingLots) / order.Leverage;
            }

            return free;
        }
    }

    /// <summary>What would be left after closing everything at the given prices.</summary>
    /// <param name="markTicks">The price of each market, in ticks.</param>
    public decimal Equity(Func<Instrument, decimal> markTicks) => Statement.Cash + Positions.Open.Sum(p => p.Unrealised(markTicks(p.Instrument)));
}
