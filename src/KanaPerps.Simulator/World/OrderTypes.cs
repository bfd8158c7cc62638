namespace KanaPerps.Simulator;

/// <summary>From side and effect to the venue's order type.</summary>
internal static class OrderTypes
{
    public static OrderType Of(PositionSide side, PositionEffect effect) => (side, effect) switch
    {
        (PositionSide.Long, PositionEffect.Open) => OrderType.OpenLong,
        (PositionSide.Long, PositionEffect.Increase) => OrderType.IncreaseLong,
        (PositionSide.Long, PositionEffect.Decrease) => OrderType.DecreaseLong,
        (PositionSide.Long, _) => OrderType.CloseLong,
        (_, PositionEffect.Open) => OrderType.OpenShort,
        (_, PositionEffect.Increase) => OrderType.IncreaseShort,
        (_, PositionEffect.Decrease) => OrderType.DecreaseShort,
        _ => OrderType.CloseShort,
    };
}
