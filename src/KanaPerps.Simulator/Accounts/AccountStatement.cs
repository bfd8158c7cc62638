namespace KanaPerps.Simulator;

/// <summary>The sums of an account's ledger entries. Its cash is nothing but these.</summary>
internal sealed class AccountStatement
{
    public decimal Deposits { get; set; }

    public decimal Withdrawals { get; set; }

    /// <summary>Gains less losses of closed positions, before fees.</summary>
    public decimal RealisedPnl { get; set; }

    public decimal Fees { get; set; }

    /// <summary>Funding received less funding paid.</summary>
    public decimal Funding { get; set; }

    public decimal Cash => Deposits - Withdrawals + RealisedPnl - Fees + Funding;
}
