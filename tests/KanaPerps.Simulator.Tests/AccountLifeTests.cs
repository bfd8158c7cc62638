using System.Globalization;

namespace KanaPerps.Simulator.Tests;

public sealed class AccountLifeTests
{
    private static readonly UInt128 s_sixtyFourBits = ulong.MaxValue;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void An_account_that_is_watched_soon_shows_a_new_order_and_a_position_and_a_close(int number)
    {
        Venue venue = new(Worlds.Manual);
        TradingAccount account = venue.Account(Worlds.AddressOf(number));
        HashSet<Order> knownOrders = [.. account.Orders.Placed];
        HashSet<FillRecord> knownFills = [.. account.Fills];
        (long order, long position, long close) = (long.MaxValue, long.MaxValue, long.MaxValue);
        for (int step = 1; step <= 200; step++)
        {
            venue.Step();
            order = account.Orders.Open.Any(o => !knownOrders.Contains(o)) ? Math.Min(order, step) : order;
            position = account.Fills.Any(f => f.Type <= OrderType.IncreaseShort && !knownFills.Contains(f)) ? Math.Min(position, step) : position;
            close = account.Fills.Any(f => f.Type is OrderType.CloseLong or OrderType.CloseShort && !knownFills.Contains(f)) ? Math.Min(close, step) : close;
        }

        // At ten steps a second: three seconds, and twelve for a first close.
        Assert.InRange(order, 2, 30);
        Assert.InRange(position, 2, 30);
        Assert.InRange(close, position, 120);
    }

    [Fact]
    public void Positions_follow_from_fills()
    {
        // Those whose history still shows their first fill.
        Venue venue = new(Worlds.Manual);
        TradingAccount[] accounts = [.. Enumerable.Range(1, 20).Select(i => venue.Account(Worlds.AddressOf(i))).Where(a => a.Fills.Total <= 100).Take(6)];
        Assert.Equal(6, accounts.Length);
        Dictionary<(TradingAccount Account, Instrument Instrument, PositionSide Side), long> replayed = [];
        Dictionary<TradingAccount, long> seen = [];
        for (int step = 0; step < 2000; step++)
        {
            venue.Step();
            foreach (TradingAccount account in accounts)
            {
                foreach (FillRecord fill in account.Fills.Take((int)(account.Fills.Total - seen.GetValueOrDefault(account))).Reverse())
                {
                    Replay(replayed, account, fill);
                }

                seen[account] = account.Fills.Total;
                Assert.Equal(
                    replayed.Where(r => r.Key.Account == account && r.Value != 0).Select(r => (r.Key.Instrument, r.Key.Side, r.Value)).ToHashSet(),
                    account.Positions.Open.Select(p => (p.Instrument, p.Side, p.Lots)).ToHashSet());
            }
        }
    }

    [Fact]
    public void Orders_go_from_open_over_partial_fills_to_their_end()
    {
        Venue venue = Worlds.VenueWithAccounts(Worlds.Manual, 10);
        Dictionary<Order, List<OrderStatus>> lives = [];
        for (int step = 0; step < 3000; step++)
        {
            venue.Step();
            foreach (Order order in Enumerable.Range(1, 10).SelectMany(i => venue.Account(Worlds.AddressOf(i)).Orders.History))
            {
                List<OrderStatus> life = lives.TryGetValue(order, out List<OrderStatus>? known) ? known : lives[order] = [];
                if (life.Count == 0 || life[^1] != order.Status)
                {
                    life.Add(order.Status);
                }
            }
        }

        OrderStatus[][] expected =
        [
            [OrderStatus.Filled],
            [OrderStatus.Open, OrderStatus.Filled],
            [OrderStatus.Open, OrderStatus.Cancelled],
            [OrderStatus.Open, OrderStatus.PartiallyFilled, OrderStatus.Filled],
            [OrderStatus.Open, OrderStatus.PartiallyFilled, OrderStatus.Cancelled],
        ];
        Assert.All(expected, life => Assert.Contains(lives.Values, l => l.SequenceEqual(life)));
        Assert.All(lives.Values, life => Assert.True(life.SequenceEqual(life.Order()), string.Join(", ", life)));
    }

    [Fact]
    public void An_account_holds_a_long_and_a_short_of_one_market_at_times()
    {
        Venue venue = new(Worlds.Manual);
        TradingAccount account = venue.Account(Worlds.AddressOf(1));
        bool hedged = false;
        for (int step = 0; step < 3000 && !hedged; step++)
        {
            venue.Step();
            hedged = account.Positions.Open.GroupBy(p => p.Instrument).Any(g => g.Count() == 2);
        }

        Assert.True(hedged);
    }

    [Fact]
    public void Ids_do_not_fit_in_64_bits_and_name_lives_of_positions()
    {
        Venue venue = Worlds.VenueWithAccounts(Worlds.Manual, 3);
        venue.Step(600);
        foreach (TradingAccount account in venue.Ledger.Accounts)
        {
            Assert.All(account.Orders.History, order => Assert.InRange(Bits(order.Id), 74, 84));
            Assert.All(account.Orders.History, order => Assert.InRange(Bits(order.TradeId), 74, 84));
            Assert.Equal(account.Orders.History.Count, account.Orders.History.Select(o => o.Id).Distinct().Count());

            // No life goes on after its close.
            HashSet<string> closed = [];
            foreach (FillRecord fill in account.Fills.Reverse())
            {
                Assert.DoesNotContain(fill.TradeId, closed);
                if (fill.Type is OrderType.CloseLong or OrderType.CloseShort)
                {
                    closed.Add(fill.TradeId);
                }
            }
        }
    }

    [Fact]
    public void Take_profit_stop_loss_and_leverage_vary()
    {
        Venue venue = Worlds.VenueWithAccounts(Worlds.Manual, 10);
        HashSet<int> leverages = [];
        (bool withTakeProfit, bool withStopLoss, bool without) = (false, false, false);
        for (int step = 0; step < 1000; step++)
        {
            venue.Step();
            foreach (HeldPosition position in Enumerable.Range(1, 10).SelectMany(i => venue.Account(Worlds.AddressOf(i)).Positions.Open))
            {
                leverages.Add(position.Leverage);
                withTakeProfit |= position.TakeProfitTicks is not null;
                withStopLoss |= position.StopLossTicks is not null;
                without |= position.TakeProfitTicks is null;
            }
        }

        Assert.True(withTakeProfit && withStopLoss && without);
        Assert.Equal((1, 20), (leverages.Min(), leverages.Max()));
    }

    private static int Bits(string id)
    {
        UInt128 value = UInt128.Parse(id, CultureInfo.InvariantCulture);
        Assert.True(value > s_sixtyFourBits);
        return 128 - (int)UInt128.LeadingZeroCount(value);
    }

    private static void Replay(Dictionary<(TradingAccount Account, Instrument Instrument, PositionSide Side), long> positions, TradingAccount account, FillRecord fill)
    {
        PositionSide side = fill.Type is OrderType.OpenLong or OrderType.IncreaseLong or OrderType.DecreaseLong or OrderType.CloseLong
            ? PositionSide.Long
            : PositionSide.Short;
        (TradingAccount, Instrument, PositionSide) key = (account, fill.Order.Instrument, side);
        long before = positions.GetValueOrDefault(key);
        long after = before + (fill.Type <= OrderType.IncreaseShort ? fill.Lots : -fill.Lots);
        Assert.Equal(fill.Type is OrderType.OpenLong or OrderType.OpenShort, before == 0);
        Assert.Equal(fill.Type is OrderType.CloseLong or OrderType.CloseShort, after == 0);
        positions[key] = after;
    }
}
