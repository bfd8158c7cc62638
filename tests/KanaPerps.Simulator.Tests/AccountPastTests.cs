using System.Globalization;

namespace KanaPerps.Simulator.Tests;

public sealed class AccountPastTests
{
    private const int Accounts = 60;

    private static readonly long s_opening = SimulatorOptions.DefaultStart.ToUnixTimeSeconds();

    [Fact]
    public void An_account_has_something_of_everything_when_it_is_first_asked_for()
    {
        Venue venue = Worlds.VenueWithAccounts(Worlds.Manual, Accounts);

        Assert.All(Pasts(venue), account =>
        {
            Assert.NotEmpty(account.Positions.Open);
            Assert.NotEmpty(account.Orders.Open);
            Assert.Contains(account.Orders.History, o => o.Status == OrderStatus.Filled);
            Assert.Contains(account.Fills, f => f.Type is OrderType.CloseLong or OrderType.CloseShort);
            Assert.NotEmpty(account.Transfers);
            Assert.NotEmpty(account.Funding);
        });
    }

    [Fact]
    public void An_account_that_trades_is_never_without_a_position_or_a_resting_order_for_long()
    {
        Venue venue = Worlds.VenueWithAccounts(Worlds.Manual, 10);
        int bare = 0;
        for (int step = 0; step < 1000; step++)
        {
            venue.Step();
            bare += Enumerable.Range(1, 10).Select(i => venue.Account(Worlds.AddressOf(i))).Count(a => a.Positions.Open.Count == 0 || a.Orders.Open.Count == 0);
        }

        // The step in which the last one goes is over before the trader has another.
        Assert.InRange(bare, 0, 300);
    }

    [Fact]
    public void The_rows_of_a_past_add_up_to_the_cash_of_the_account()
    {
        Venue venue = Worlds.VenueWithAccounts(Worlds.Manual, Accounts);
        TradingAccount[] whole = [.. Pasts(venue).Where(a => a.Fills.Total <= 100)];

        Assert.NotEmpty(whole);
        Assert.All(whole, account =>
        {
            decimal transfers = account.Transfers.Sum(t => t.Kind == TransferKind.Deposit ? t.Amount : -t.Amount);
            decimal trading = account.Fills.Sum(f => f.Type >= OrderType.DecreaseLong ? f.Pnl : -f.Fee);
            Assert.Equal(transfers + trading + account.Funding.Sum(p => p.Amount), account.Statement.Cash);
        });
    }

    [Fact]
    public void The_past_lies_in_the_day_before_and_its_transactions_before_those_of_the_venue()
    {
        Venue venue = Worlds.VenueWithAccounts(Worlds.Manual, Accounts);

        foreach (TradingAccount account in Pasts(venue))
        {
            (long Time, long Version)[] fills = [.. account.Fills.Select(f => (f.Time, f.Version)).Reverse()];
            Assert.Equal(fills.Order(), fills);
            Assert.All(fills, f => Assert.InRange(f.Time, s_opening - 86_400, s_opening));
            Assert.All(account.Orders.History, o => Assert.InRange(o.PlacedAt, s_opening - 86_400, o.UpdatedAt));
            long[] moments = [.. account.Orders.History.Select(o => o.UpdatedAt)];
            Assert.Equal(moments.OrderDescending(), moments);
        }

        long[] versions = [.. Pasts(venue).SelectMany(a => a.Fills.Where(f => f.Time < s_opening).Select(f => f.Version).Distinct())];
        Assert.All(versions, version => Assert.InRange(version, 2_000_000_000, VenueClock.FirstVersion));
        Assert.Equal(versions.Length, versions.Distinct().Count());
    }

    [Fact]
    public void Funding_was_paid_at_the_full_hours_at_the_rates_that_the_markets_had()
    {
        Venue venue = Worlds.VenueWithAccounts(Worlds.Manual, Accounts);

        foreach (FundingRecord payment in Pasts(venue).SelectMany(a => a.Funding))
        {
            SimulatedMarket market = venue.MarketOf[payment.Position.Instrument];
            Assert.Equal(0, payment.Time % 3600);
            Assert.InRange(payment.Time, s_opening - 86_400, s_opening);
            Assert.Equal(market.Funding.SettledRate(payment.Time / 3600), payment.Rate);
            Assert.False(market.Instrument.IsNew);
        }
    }

    [Theory]
    [InlineData(SimulatorEncoding.Current)]
    [InlineData(SimulatorEncoding.Early)]
    public void A_past_neither_makes_nor_destroys_money(SimulatorEncoding encoding)
    {
        Venue venue = Worlds.VenueWithAccounts(Worlds.Manual with { Encoding = encoding }, 5);
        LedgerTests.AssertBalanced(venue);
        venue.Step(200);
        venue.Account(Worlds.AddressOf(6));
        LedgerTests.AssertBalanced(venue);
    }

    [Fact]
    public void A_past_leads_to_the_prices_of_now()
    {
        Venue venue = new(Worlds.Manual);
        venue.Step(3000);

        foreach (SimulatedMarket market in venue.Markets)
        {
            SeededRandom NewRandom() => venue.Random("a past");
            ReferencePrice past = ReferencePrice.EndingAt(market.Instrument, market.Reference.FairTicks, 720, NewRandom);
            decimal first = past.FairTicks;
            for (int i = 0; i < 720; i++)
            {
                past.Advance();
            }

            Assert.Equal(market.Reference.FairTicks, past.FairTicks);
            Assert.NotEqual(first, past.FairTicks);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_past_and_another_seed_another()
    {
        static string Text(int seed)
        {
            SimulatorOptions options = Worlds.Manual with { Seed = seed };
            Venue venue = new(options);
            return string.Concat(
                ((string[])["positions", "open_orders", "trade_history", "order_history", "deposit_withdraw_history"])
                .Select(topic => Worlds.Message(venue, options, topic, Worlds.AddressOf(1))));
        }

        Assert.Equal(Text(7), Text(7));
        Assert.NotEqual(Text(7), Text(8));
    }

    [Fact]
    public void Asking_for_an_account_neither_trades_on_the_markets_nor_changes_what_others_did()
    {
        Venue venue = new(Worlds.Manual);
        long[] tapes = [.. venue.Markets.Select(m => m.Tape.Total)];
        TradingAccount first = venue.Account(Worlds.AddressOf(1));
        string before = string.Join(' ', first.Fills.Select(f => f.Version.ToString(CultureInfo.InvariantCulture)));

        venue.Account(Worlds.AddressOf(2));

        Assert.Equal(before, string.Join(' ', first.Fills.Select(f => f.Version.ToString(CultureInfo.InvariantCulture))));
        Assert.Equal(tapes, venue.Markets.Select(m => m.Tape.Total));
    }

    private static IEnumerable<TradingAccount> Pasts(Venue venue) => Enumerable.Range(1, Accounts).Select(i => venue.Account(Worlds.AddressOf(i)));
}
