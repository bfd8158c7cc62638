namespace KanaPerps.Simulator.Tests;

public sealed class LedgerTests
{
    [Theory]
    [InlineData(SimulatorEncoding.Current, 7)]
    [InlineData(SimulatorEncoding.Current, 99)]
    [InlineData(SimulatorEncoding.Early, 7)]
    public void Money_never_appears_from_nowhere(SimulatorEncoding encoding, int seed)
    {
        // Fast enough for a settlement every hundred steps.
        Venue venue = Worlds.VenueWithAccounts(Worlds.Manual with { Seed = seed, Encoding = encoding, ClockSpeed = 360 }, 8);
        for (int round = 0; round < 60; round++)
        {
            venue.Step(100);
            AssertBalanced(venue);
        }

        AccountStatement[] statements = [.. venue.Ledger.Accounts.Select(a => a.Statement)];
        Assert.Contains(statements, s => s.Withdrawals > 0);
        Assert.Contains(statements, s => s.Funding > 0);
        Assert.Contains(statements, s => s.Funding < 0);
        Assert.Contains(statements, s => s.RealisedPnl > 0);
        Assert.True(venue.Ledger.FeesCollected > 0);
    }

    [Fact]
    public void Cash_is_what_the_rows_of_an_account_say()
    {
        Venue venue = new(Worlds.Manual);
        TradingAccount[] accounts = [.. Enumerable.Range(1, 20).Select(i => venue.Account(Worlds.AddressOf(i))).Where(a => a.Fills.Total <= 60)];
        Assert.NotEmpty(accounts);
        long past = accounts.Sum(a => a.Fills.Total);
        venue.Step(150);
        Assert.NotEqual(past, accounts.Sum(a => a.Fills.Total));
        foreach (TradingAccount account in accounts)
        {
            Assert.True(account.Fills.Total <= 100, "The rows no longer hold all fills.");
            decimal transfers = account.Transfers.Sum(t => t.Kind == TransferKind.Deposit ? t.Amount : -t.Amount);

            // A reduction's pnl is net of its fee; an opening's pnl is 0 and its fee is charged beside it.
            decimal trading = account.Fills.Sum(f => f.Type >= OrderType.DecreaseLong ? f.Pnl : -f.Fee);
            Assert.Equal(transfers + trading + account.Funding.Sum(p => p.Amount), account.Statement.Cash);
        }
    }

    internal static void AssertBalanced(Venue venue)
    {
        foreach (Instrument instrument in venue.Markets.Select(m => m.Instrument))
        {
            ILookup<PositionSide, HeldPosition> held = venue.Ledger.Accounts
                .SelectMany(a => a.Positions.Open)
                .Where(p => p.Instrument == instrument)
                .ToLookup(p => p.Side);
            Assert.Equal(held[PositionSide.Long].Sum(p => p.Lots), held[PositionSide.Short].Sum(p => p.Lots));
        }

        // At any mark: what some would gain, others would lose.
        Func<Instrument, decimal>[] marks = [i => venue.MarketOf[i].MarkTicks, _ => 0, i => i.AnchorTicks * 3];
        foreach (Func<Instrument, decimal> mark in marks)
        {
            decimal everything = venue.Ledger.Accounts.Sum(a => a.Equity(mark)) + venue.Ledger.FeesCollected;
            Assert.Equal(venue.Ledger.NetTransfers, everything);
        }

        Assert.Equal(0, venue.Ledger.NetFunding);
        Assert.Equal(venue.Ledger.FeesCollected, venue.Ledger.Accounts.Sum(a => a.Statement.Fees));
        Assert.Equal(venue.Ledger.NetTransfers, venue.Ledger.Accounts.Sum(a => a.Statement.Deposits - a.Statement.Withdrawals));
    }
}
