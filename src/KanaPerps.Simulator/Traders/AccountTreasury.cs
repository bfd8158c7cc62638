namespace KanaPerps.Simulator;

/// <summary>An account's money: a first deposit, another when it runs low, now and then a withdrawal.</summary>
internal sealed class AccountTreasury(TradingAccount account, Ledger ledger, SeededRandom random)
{
    private const decimal LeastFreeCash = 250;
    private const decimal Comfort = 2_000;

    /// <summary>One step in so many takes some money out.</summary>
    private const int WithdrawEvery = 900;

    /// <summary>Moves money when it is time to.</summary>
    /// <param name="clock">When it is.</param>
    /// <returns>Whether it did.</returns>
    public bool Act(VenueClock clock)
    {
        if (account.FreeCash < LeastFreeCash)
        {
            ledger.Deposit(account, random.Between(10, 50) * 100, clock);
            return true;
        }

        if (random.OneIn(WithdrawEvery) && account.FreeCash > Comfort)
        {
            ledger.Withdraw(account, random.Between(10_00, 500_00) / 100m, clock);
            return true;
        }

        return false;
    }

    /// <summary>The margin that the next position may bind: a small part of what is free.</summary>
    public decimal Stake() => Math.Round(account.FreeCash * random.Between(20, 80) / 1000, 2);
}
