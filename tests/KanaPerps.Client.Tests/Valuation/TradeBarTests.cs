using KanaPerps.Valuation;

namespace KanaPerps.Client.Tests.Valuation;

public sealed class TradeBarTests
{
    private static readonly TradeBarOptions s_minutes = new(TimeSpan.FromMinutes(1)) { IncludesCurrent = true };

    [Fact]
    public void A_match_counts_once_although_it_is_two_rows()
    {
        TradeBar bar = Assert.Single(Bars(s_minutes, [.. Match(0, 10, 2), .. Match(5, 12, 4, version: 2), .. Match(9, 11, 6, version: 3)]));

        Assert.Equal((10m, 12m, 10m, 11m), (bar.Open, bar.High, bar.Low, bar.Close));
        Assert.Equal((12m, 134m, 3L), (bar.Volume, bar.Value, bar.Trades));
        Assert.Equal(11.166666666666666666666666667m, bar.Vwap);
    }

    [Fact]
    public void Matches_that_agree_in_everything_are_counted_by_their_sides()
    {
        TradeBar bar = Assert.Single(Bars(s_minutes, [.. Match(0, 10, 2), .. Match(0, 10, 2), .. Match(0, 10, 2)]));

        Assert.Equal((6m, 3L), (bar.Volume, bar.Trades));
    }

    [Fact]
    public void A_match_of_which_only_one_side_came_counts_once_and_its_taker_is_not_known()
    {
        TradeBar bar = Assert.Single(Bars(s_minutes, [Row(0, 10, 2, OrderType.OpenLong, fee: 0.01m), Row(1, 10, 2, OrderType.OpenLong, version: 2)]));

        Assert.Equal((4m, 2L, 0m, 0m), (bar.Volume, bar.Trades, bar.BuyVolume, bar.SellVolume));
    }

    [Fact]
    public void Rows_of_an_order_type_that_is_not_known_count_as_the_other_side()
    {
        TradeBar bar = Assert.Single(Bars(s_minutes, [Row(0, 10, 2, (OrderType)9), Row(0, 10, 2, OrderType.OpenShort), Row(0, 10, 2, (OrderType)9)]));

        Assert.Equal((4m, 2L), (bar.Volume, bar.Trades));
    }

    [Fact]
    public void Buy_and_sell_volume_are_by_the_taker_who_paid_the_larger_fee()
    {
        TradeBar bar = Assert.Single(Bars(s_minutes, [
            .. Match(0, 10, 1, buyFee: 0.005m), .. Match(1, 10, 2, sellFee: 0.01m, version: 2), .. Match(2, 10, 4, version: 3), .. Match(3, 10, 8, buyFee: 0.001m, sellFee: -0.001m, version: 4)]));

        Assert.Equal((15m, 9m, 2m), (bar.Volume, bar.BuyVolume, bar.SellVolume));
    }

    [Fact]
    public void A_bar_is_written_when_a_trade_of_a_later_interval_comes()
    {
        List<TradeBar> written = [];
        TradeBars bars = new(new(TimeSpan.FromMinutes(1)), written.Add);

        Add(bars, Match(30, 10, 1));
        Add(bars, Match(59, 11, 1, version: 2));
        Assert.Empty(written);

        Add(bars, Match(60, 12, 1, version: 3));
        TradeBar bar = Assert.Single(written);
        Assert.Equal((At(0), At(60), 11m, TradeBarAnomalies.First), (bar.Start, bar.End, bar.Close, bar.Anomalies));

        Add(bars, Match(200, 13, 1, version: 4));
        bars.Finish();
        Assert.Equal((At(60), TradeBarAnomalies.None, false), (written[^1].Start, written[^1].Anomalies, written[^1].Incomplete));
        Assert.Equal(2, written.Count);
    }

    [Fact]
    public void The_open_bar_is_written_at_the_end_if_it_is_wanted_and_says_that_it_is_open()
    {
        TradeBar bar = Bars(s_minutes, [.. Match(0, 10, 1), .. Match(60, 10, 1, version: 2)])[^1];

        Assert.Equal((TradeBarAnomalies.Current, true), (bar.Anomalies, bar.Incomplete));
    }

    [Fact]
    public void Updates_come_with_each_row_that_changes_a_figure()
    {
        TradeBar[] bars = Bars(s_minutes with { IncludesCurrent = false, IncludesUpdates = true }, [.. Match(0, 10, 1, buyFee: 1), .. Match(1, 10, 1, version: 2)]);

        // The second row of the first match says who the taker was, that of the second says nothing new.
        Assert.Equal([(1m, 0m), (1m, 1m), (2m, 1m)], bars.Select(b => (b.Volume!.Value, b.BuyVolume!.Value)));
        Assert.All(bars, b => Assert.True(b.Anomalies.HasFlag(TradeBarAnomalies.Current)));
    }

    [Fact]
    public void Intervals_without_trades_are_written_if_they_are_wanted()
    {
        Trade[] rows = [.. Match(0, 10, 1), .. Match(240, 12, 1, version: 2)];

        Assert.Equal([At(0), At(240)], Bars(s_minutes, rows).Select(b => b.Start));
        TradeBar[] all = Bars(s_minutes with { IncludesEmpty = true }, rows);
        Assert.Equal([At(0), At(60), At(120), At(180), At(240)], all.Select(b => b.Start));
        Assert.Equal((null, null, 0m, 0m, 0L, null), (all[1].Open, all[1].Close, all[1].Volume, all[1].Value, all[1].Trades, all[1].Vwap));
        Assert.False(all[1].Incomplete);
    }

    [Fact]
    public void Days_begin_at_midnight_UTC_and_weeks_on_Monday()
    {
        Assert.Equal(new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero), Assert.Single(Bars(s_minutes with { Interval = TimeSpan.FromDays(1) }, Match(0, 10, 1))).Start);
        DateTimeOffset week = Assert.Single(Bars(s_minutes with { Interval = TimeSpan.FromDays(7) }, Match(0, 10, 1))).Start;
        Assert.Equal((new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero), DayOfWeek.Monday), (week, week.DayOfWeek));
    }

    [Fact]
    public void A_row_of_a_bar_that_was_written_is_counted_in_the_open_one()
    {
        TradeBar[] bars = Bars(s_minutes, [.. Match(0, 10, 1), .. Match(60, 11, 1, version: 3), .. Match(59, 99, 7, version: 2), .. Match(120, 12, 1, version: 4)]);

        Assert.Equal([(1m, 0L), (1m, 2L), (1m, 0L)], bars.Select(b => (b.Volume!.Value, b.LateRows)));
        Assert.Equal((TradeBarAnomalies.Late, 11m), (bars[1].Anomalies, bars[1].High));
    }

    [Fact]
    public void The_first_late_row_of_each_bar_is_told_at_once()
    {
        TradeBars bars = new(s_minutes, _ => { });
        Add(bars, [.. Match(0, 10, 1), .. Match(60, 11, 1, version: 3)]);

        Trade[] late = Match(59, 99, 7, version: 2);
        Assert.True(bars.TryAdd(late[0], out bool isFirst));
        Assert.True(bars.TryAdd(late[1], out bool isSecond));
        Add(bars, Match(120, 11, 1, version: 4));
        Assert.True(bars.TryAdd(late[0], out bool isFirstOfNext));

        Assert.Equal((true, false, true), (isFirst, isSecond, isFirstOfNext));
    }

    [Fact]
    public void Rows_out_of_order_within_a_bar_find_their_place()
    {
        TradeBar bar = Assert.Single(Bars(s_minutes, [.. Match(10, 10, 1, version: 5), .. Match(30, 11, 1, version: 9), .. Match(5, 8, 1, version: 4), .. Match(30, 12, 1, version: 8)]));

        Assert.Equal((8m, 11m, 0L), (bar.Open, bar.Close, bar.LateRows));
    }

    [Fact]
    public void A_gap_marks_all_bars_from_the_row_before_it_to_the_row_after_it()
    {
        Trade[] after = [.. Match(200, 12, 1, version: 3)];
        TradeBar[] bars = Bars(
            s_minutes with { IncludesEmpty = true },
            [.. Match(0, 10, 1), .. Match(60, 11, 1, version: 2), (Trade)after[0].AfterGap(), after[1], .. Match(240, 12, 1, version: 4), .. Match(300, 12, 1, version: 5)]);

        TradeBarAnomalies gap = TradeBarAnomalies.Gap;
        Assert.Equal([TradeBarAnomalies.First, gap, gap, gap, TradeBarAnomalies.None, TradeBarAnomalies.Current], bars.Select(b => b.Anomalies));
    }

    [Fact]
    public void The_mark_of_a_gap_is_no_part_of_what_the_venue_sent() => Assert.Equal(Row(0, 1, 1, OrderType.OpenLong), Row(0, 1, 1, OrderType.OpenLong).AfterGap());

    [Fact]
    public void Markets_and_networks_have_their_own_bars()
    {
        Trade other = Row(70, 5, 1, OrderType.OpenLong) with { MarketId = 15, Symbol = "BTC-USD" };

        TradeBar[] bars = Bars(s_minutes, [.. Match(0, 10, 1), other, other with { Network = "Testnet" }, .. Match(10, 11, 2, version: 2)]);

        Assert.Equal([(14, "Mainnet", 3m), (15, "Mainnet", 1m), (15, "Testnet", 1m)], bars.Select(b => ((int)b.MarketId, b.Network, b.Volume!.Value)));
    }

    [Fact]
    public void A_row_without_a_time_or_from_a_far_future_is_refused_and_marks_the_open_bar()
    {
        List<TradeBar> written = [];
        TradeBars bars = new(s_minutes, written.Add);
        Trade row = Row(0, 10, 1, OrderType.OpenLong);

        Assert.False(bars.TryAdd(row with { Timestamp = null }, out _));
        Assert.True(bars.TryAdd(row, out _));
        Assert.False(bars.TryAdd(row with { Timestamp = null }, out _));
        Assert.False(bars.TryAdd(row with { Timestamp = row.ReceivedAt.AddDays(400) }, out _));
        bars.Finish();

        Assert.Equal((1L, TradeBarAnomalies.First | TradeBarAnomalies.Gap | TradeBarAnomalies.Current), (written[0].Trades, written[0].Anomalies));
    }

    [Fact]
    public void Numbers_at_the_limits_of_decimal_are_exact_or_null()
    {
        TradeBar bar = Assert.Single(Bars(s_minutes, [.. Match(0, decimal.MaxValue, decimal.MaxValue), .. Match(1, decimal.MaxValue, 0.5m, version: 2)]));

        Assert.Equal((null, null, decimal.MaxValue, 2L), (bar.Volume, bar.Value, bar.Vwap, bar.Trades));
    }

    [Fact]
    public void A_bar_at_the_end_of_time_has_an_end()
    {
        Trade last = Row(0, 1, 1, OrderType.OpenLong) with { Timestamp = DateTimeOffset.MaxValue, ReceivedAt = default };

        Assert.Equal(DateTimeOffset.MaxValue, Assert.Single(Bars(s_minutes with { Interval = TimeSpan.FromDays(3650) }, [last])).End);
    }

    private static TradeBar[] Bars(TradeBarOptions options, IEnumerable<Trade> rows)
    {
        List<TradeBar> written = [];
        TradeBars bars = new(options, written.Add);
        Add(bars, rows);
        bars.Finish();
        return [.. written];
    }

    private static void Add(TradeBars bars, IEnumerable<Trade> rows)
    {
        foreach (Trade row in rows)
        {
            Assert.True(bars.TryAdd(row, out _));
        }
    }

    private static DateTimeOffset At(double second) => new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero).AddSeconds(second);

    private static Trade[] Match(double second, decimal price, decimal size, decimal buyFee = 0, decimal sellFee = 0, ulong version = 1) =>
        [Row(second, price, size, OrderType.OpenLong, buyFee, version), Row(second, price, size, OrderType.CloseLong, sellFee, version)];

    private static Trade Row(double second, decimal price, decimal size, OrderType type, decimal fee = 0, ulong version = 1) => new()
    {
        MarketId = 14,
        Symbol = "APT-USD",
        Network = "Mainnet",
        ReceivedAt = At(second + 0.5),
        Timestamp = At(second),
        Price = price,
        Size = size,
        OrderType = type,
        Fee = fee,
        TransactionVersion = version,
    };
}
