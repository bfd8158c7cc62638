namespace KanaPerps.Simulator;

/// <summary>The one place where money moves. What accounts own together, and the fees, always equal deposits less withdrawals.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<string, TradingAccount> _byAddress = new(StringComparer.Ordinal);
    private readonly List<TradingAccount> _accounts = [];

    /// <summary>All accounts, in the order in which they came.</summary>
    public IReadOnlyList<TradingAccount> Accounts => _accounts;

    /// <summary>What the exchange earned.</summary>
    public decimal FeesCollected { get; private set; }

    /// <summary>Deposits less withdrawals: all the money that there is.</summary>
    public decimal NetTransfers { get; private set; }

    /// <summary>Funding received less funding paid: 0 except in the middle of a settlement.</summary>
    public decimal NetFunding { get; private set; }

    /// <summary>Gains less losses realised so far; what is missing to 0 is not realised yet.</summary>
    public decimal RealisedPnl { get; private set; }

    public TradingAccount? Find(string address) => _byAddress.GetValueOrDefault(address);

    public TradingAccount Open(string address)
    {
        TradingAccount account = new(address);
        _byAddress.Add(address, account);
        _accounts.Add(account);
        return account;
    }

    public void Deposit(TradingAccount account, decimal amount, VenueClock clock)
    {
        account.Statement.Deposits += amount;
        NetTransfers += amount;
        account.Transfers.Add(new TransferRecord(TransferKind.Deposit, amount, clock.Now, clock.NextVersion()));
    }

    public void Withdraw(TradingAccount account, decimal amount, VenueClock clock)
    {
        account.Statement.Withdrawals += amount;
        NetTransfers -= amount;
        account.Transfers.Add(new TransferRecord(TransferKind.Withdrawal, amount, clock.Now, clock.NextVersion()));
    }

    public void Realise(TradingAccount account, decimal pnl)
    {
        account.Statement.RealisedPnl += pnl;
        RealisedPnl += pnl;
    }

    public void ChargeFee(TradingAccount account, decimal fee)
    {
        account.Statement.Fees += fee;
        FeesCollected += fee;
    }

    /// <summary>One side of a funding payment; the caller books the other sides, which cancel out.</summary>
    public void Fund(TradingAccount account, FundingRecord payment)
    {
        account.Statement.Funding += payment.Amount;
        NetFunding += payment.Amount;
        account.Funding.Add(payment);
    }
}
