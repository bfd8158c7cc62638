namespace KanaPerps.Simulator;

/// <summary>A resting order met an incoming one, at the resting order's price.</summary>
internal readonly record struct Match(Order Maker, Order Taker, long PriceTicks, long Lots)
{
    /// <summary>Price times size, in quote units.</summary>
    public decimal Value => Maker.Instrument.Value(PriceTicks, Lots);
}
