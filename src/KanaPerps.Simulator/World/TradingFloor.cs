namespace KanaPerps.Simulator;

/// <summary>Where a trader works: markets, the desk that takes orders, and the clock on the wall.</summary>
internal sealed class TradingFloor(VenueClock clock, OrderDesk desk, IReadOnlyList<SimulatedMarket> markets)
{
    public VenueClock Clock { get; } = clock;

    public OrderDesk Desk { get; } = desk;

    public IReadOnlyList<SimulatedMarket> Markets { get; } = markets;

    public SimulatedMarket MarketOf(Instrument instrument) => Markets[instrument.Number - 1];
}
