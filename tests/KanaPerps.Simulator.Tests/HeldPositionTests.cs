using System.Globalization;

namespace KanaPerps.Simulator.Tests;

public sealed class HeldPositionTests
{
    private readonly VenueClock _clock = new(SimulatorOptions.DefaultStart, TimeSpan.FromSeconds(1));

    [Theory]
    [InlineData(PositionSide.Short, 2, 6050, 1000, "8853.658536585366")]
    [InlineData(PositionSide.Long, 20, 5750, 10000, "5602.564102564103")]
    [InlineData(PositionSide.Long, 1, 5750, 10000, "0")]
    public void The_liquidation_price_is_that_of_the_venues_samples(PositionSide side, int leverage, long entryTicks, long lots, string liquidation)
    {
        HeldPosition position = Held(side, leverage);

        position.Increase(lots, position.Instrument.Value(entryTicks, lots), _clock);

        Assert.Equal(decimal.Parse(liquidation, CultureInfo.InvariantCulture), Math.Round(position.LiquidationTicks, 12));
        Assert.Equal(entryTicks, position.EntryTicks);
        Assert.Equal(position.Cost / leverage, position.Margin);
    }

    [Fact]
    public void Reducing_keeps_the_average_entry_and_closing_leaves_nothing()
    {
        HeldPosition position = Held(PositionSide.Long, 5);
        SettlementRules rules = new(SimulatorEncoding.Current);
        position.Increase(300, position.Instrument.Value(5750, 300), _clock);
        position.Increase(400, position.Instrument.Value(5761, 400), _clock);
        decimal entry = position.EntryTicks;

        position.Reduce(333, rules.CostOf(333, position), _clock);
        Assert.Equal(entry, position.EntryTicks, precision: 4);

        position.Reduce(367, rules.CostOf(367, position), _clock);
        Assert.False(position.IsOpen);
        Assert.Equal(0, position.Cost);
        Assert.Equal(0, position.EntryTicks);
    }

    private static HeldPosition Held(PositionSide side, int leverage)
    {
        HeldPosition position = new(InstrumentTable.All[0], side);
        position.Begin("1", leverage);
        return position;
    }
}
