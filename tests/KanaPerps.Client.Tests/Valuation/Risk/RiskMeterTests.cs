using KanaPerps.Valuation;
using KanaPerps.Wire.Codecs;

namespace KanaPerps.Client.Tests.Valuation.Risk;

public sealed class RiskMeterTests
{
    [Fact]
    public void A_long_gains_when_the_price_is_above_its_entry()
    {
        PositionRisk risk = Measure(RiskRows.Position(), 5.40m);

        Assert.Equal((54m, 4m, 80m), (risk.Notional, risk.UnrealizedPnl, risk.UnrealizedPnlPercent));
        Assert.Equal(16.666666666666666666666666667m, risk.LiquidationDistancePercent);
        Assert.Equal(6m, risk.EffectiveLeverage);
    }

    [Fact]
    public void A_short_gains_when_the_price_is_below_its_entry()
    {
        PositionRisk risk = Measure(RiskRows.Position(side: PositionSide.Short, liquidation: 5.50m), 4.80m);

        Assert.Equal((48m, 2m, 40m), (risk.Notional, risk.UnrealizedPnl, risk.UnrealizedPnlPercent));
        Assert.Equal(14.583333333333333333333333333m, risk.LiquidationDistancePercent);
        Assert.Equal(6.8571428571428571428571428571m, risk.EffectiveLeverage);
    }

    [Theory]
    [InlineData(PositionSide.Long, 4.50, 4.40)]
    [InlineData(PositionSide.Short, 5.50, 5.60)]
    public void A_price_beyond_the_liquidation_price_is_at_a_distance_below_zero(PositionSide side, double liquidation, double price) =>
        Assert.True(Measure(RiskRows.Position(side: side, liquidation: (decimal)liquidation), (decimal)price).LiquidationDistancePercent < 0);

    [Theory]
    [InlineData(PriceSource.Mid, PositionSide.Long, 5.1)]
    [InlineData(PriceSource.Mid, PositionSide.Short, 5.1)]
    [InlineData(PriceSource.Best, PositionSide.Long, 5.0)]
    [InlineData(PriceSource.Best, PositionSide.Short, 5.2)]
    [InlineData(PriceSource.Last, PositionSide.Long, 7.0)]
    public void The_price_is_that_of_the_source_for_the_side(PriceSource source, PositionSide side, double expected) =>
        Assert.Equal((decimal)expected, RiskMeter.Choose(source, side, 5.0m, 5.2m, 7.0m));

    [Fact]
    public void A_book_with_one_side_has_no_mid_and_closes_the_positions_of_that_side_alone()
    {
        Assert.Null(RiskMeter.Choose(PriceSource.Mid, PositionSide.Long, 5m, null, 7m));
        Assert.Equal(5m, RiskMeter.Choose(PriceSource.Best, PositionSide.Long, 5m, null, 7m));
        Assert.Null(RiskMeter.Choose(PriceSource.Best, PositionSide.Short, 5m, null, 7m));
    }

    [Theory]
    [InlineData(5.3, 5.1)]
    [InlineData(5.2, 5.2)]
    public void A_crossed_or_locked_book_has_the_mid_that_the_book_itself_has(double bid, double ask) =>
        Assert.Equal(RiskRows.Book((decimal)bid, (decimal)ask).Mid, RiskMeter.Mid((decimal)bid, (decimal)ask));

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    public void Without_a_price_above_zero_there_are_no_values(double? price)
    {
        PositionRisk risk = Measure(RiskRows.Position(), (decimal?)price);

        Assert.Equal((decimal?)price, risk.Price);
        AssertNoValues(risk);
        Assert.Equal((10m, 5m), (risk.Size, risk.EntryPrice));
    }

    [Fact]
    public void A_position_without_a_liquidation_price_or_a_margin_has_no_figures_that_need_one()
    {
        PositionRisk risk = Measure(RiskRows.Position(liquidation: 0, margin: 0), 4m);

        Assert.Equal((null, null, null), (risk.LiquidationDistancePercent, risk.UnrealizedPnlPercent, risk.EffectiveLeverage));
        Assert.Equal((40m, -10m), (risk.Notional, risk.UnrealizedPnl));
    }

    [Fact]
    public void A_loss_that_takes_the_whole_margin_leaves_no_leverage() =>
        Assert.Equal((-5m, null), Measure(RiskRows.Position(), 4.5m) is var risk ? (risk.UnrealizedPnl, risk.EffectiveLeverage) : default);

    [Fact]
    public void Numbers_beyond_the_range_of_decimal_are_null()
    {
        Position position = RiskRows.Position(size: decimal.MaxValue, entry: 0.0000000000000000000000000001m, margin: decimal.MaxValue, liquidation: decimal.MaxValue);

        PositionRisk risk = Measure(position, decimal.MaxValue);

        Assert.Equal((null, null), (risk.Notional, risk.UnrealizedPnl));
        Assert.Equal(0m, risk.LiquidationDistancePercent);
        Assert.Equal(1m, risk.EffectiveLeverage);
        Assert.Null(risk.UnrealizedPnlPercent);
        Assert.Equal(decimal.MaxValue, Measure(RiskRows.Position(size: 1, entry: 0), decimal.MaxValue).UnrealizedPnl);
    }

    [Fact]
    public void Values_with_more_digits_than_decimal_holds_are_rounded_once_and_named()
    {
        Position position = RiskRows.Position(size: 0.000000001m, entry: 1.0000000000000000000000000001m);

        PositionRisk risk = Measure(position, 2.0000000000000000000000000000m);

        Assert.Equal((0.000000002m, 0.000000001m), (risk.Notional, risk.UnrealizedPnl));
        Assert.Equal([nameof(PositionRisk.UnrealizedPnl)], risk.InexactFields);
    }

    [Fact]
    public void The_margins_of_an_account_add_up_although_each_has_all_digits_of_a_decimal()
    {
        AccountRisk account = Sum(
            Measure(RiskRows.Position("1", margin: 33.333333333333333333333333333m), 5m),
            Measure(RiskRows.Position("2", margin: 0.6666666666666666666666666667m), 5m));

        Assert.Equal(34m, account.Margin);
        Assert.Equal([nameof(AccountRisk.Margin)], account.InexactFields);
    }

    [Fact]
    public void A_position_in_the_early_encoding_has_no_values()
    {
        Position early = Assert.Single(Decode.Rows(new PositionCodec(Decode.EarlyAddress), "page-ws-positions.json"));

        PositionRisk risk = Measure(early, 6.05m);

        AssertNoValues(risk);
        Assert.True(risk.IsEarlyEncoded);
        Assert.Null(RiskSums.Of(new() { Address = Decode.EarlyAddress }, [risk]).Margin);
    }

    [Fact]
    public void Whole_numbers_with_a_ledger_version_are_valued() =>
        Assert.Equal(5m, Measure(RiskRows.Position(size: 1, entry: 100, margin: 10, liquidation: 90), 105).UnrealizedPnl);

    [Fact]
    public void What_was_rounded_when_it_was_read_is_named()
    {
        Position position = RiskRows.Position() with { InexactFields = [nameof(Position.EntryPrice), nameof(Position.TakeProfit)] };

        Assert.Equal([nameof(PositionRisk.EntryPrice), nameof(PositionRisk.Price)], RiskMeter.Measure(position, PriceSource.Mid, new(5m, Decode.ReceivedAt, default, IsInexact: true)).InexactFields);
        Assert.Empty(Measure(RiskRows.Position(), 5m).InexactFields);
    }

    [Fact]
    public void An_account_adds_up_its_sides_and_names_the_position_next_to_its_liquidation()
    {
        AccountRisk account = Sum(
            Measure(RiskRows.Position("1"), 5.40m),
            Measure(RiskRows.Position("2", size: 1.0m, marketId: 15, liquidation: 5.30m), 5.40m),
            Measure(RiskRows.Position("3", PositionSide.Short, size: 4.0m, liquidation: 7m), 5.40m));

        Assert.Equal((3, 3), (account.Positions, account.Valued));
        Assert.Equal((59.4m, 21.6m, 37.8m, 81m), (account.LongNotional, account.ShortNotional, account.NetNotional, account.GrossNotional));
        Assert.Equal((15m, 2.8m), (account.Margin, account.UnrealizedPnl));
        Assert.Equal((1.8518518518518518518518518519m, "BTC-USD", PositionSide.Long), (account.NearestLiquidationPercent, account.NearestSymbol, account.NearestSide));
        Assert.False(account.Stale);
    }

    [Fact]
    public void A_sum_in_which_a_position_has_no_value_is_null_and_the_others_are_there()
    {
        AccountRisk account = Sum(Measure(RiskRows.Position("1"), 5.40m), Measure(RiskRows.Position("2", PositionSide.Short), null));

        Assert.Equal((2, 1), (account.Positions, account.Valued));
        Assert.Equal((54m, null, null, null, null), (account.LongNotional, account.ShortNotional, account.NetNotional, account.GrossNotional, account.UnrealizedPnl));
        Assert.Equal(10m, account.Margin);
        Assert.Equal("APT-USD", account.NearestSymbol);
    }

    [Fact]
    public void An_account_without_positions_has_sums_of_zero()
    {
        AccountRisk account = Sum();

        Assert.Equal((0, 0), (account.Positions, account.Valued));
        Assert.Equal((0m, 0m, 0m, 0m), (account.LongNotional, account.NetNotional, account.Margin, account.UnrealizedPnl));
        Assert.Equal((null, null, null, null), (account.NearestLiquidationPercent, account.NearestSymbol, account.NearestSide, account.PriceAge));
    }

    [Fact]
    public void A_sum_beyond_decimal_is_null()
    {
        AccountRisk account = Sum(Measure(RiskRows.Position(size: 1, entry: 0), decimal.MaxValue), Measure(RiskRows.Position("2", size: 1, entry: 0), decimal.MaxValue));

        Assert.Equal((2, 2), (account.Positions, account.Valued));
        Assert.Equal((null, null, 0m), (account.LongNotional, account.UnrealizedPnl, account.ShortNotional));
    }

    private static AccountRisk Sum(params PositionRisk[] positions) => RiskSums.Of(new() { Address = Decode.CurrentAddress }, positions);

    private static PositionRisk Measure(Position position, decimal? price) =>
        RiskMeter.Measure(position, PriceSource.Mid, new(price, Decode.ReceivedAt, TimeSpan.FromSeconds(1), IsInexact: false));

    private static void AssertNoValues(PositionRisk risk)
    {
        Assert.Equal((null, null, null), (risk.Notional, risk.UnrealizedPnl, risk.UnrealizedPnlPercent));
        Assert.Equal((null, null), (risk.LiquidationDistancePercent, risk.EffectiveLeverage));
    }
}
