namespace KanaPerps;

/// <summary>What follows from an <see cref="OrderType"/>.</summary>
public static class OrderTypeExtensions
{
    /// <summary>Whether an order of this type buys or sells.</summary>
    /// <param name="orderType">The type.</param>
    /// <returns>The side, or null for a type whose meaning is not known.</returns>
    public static TradeSide? Side(this OrderType orderType) => orderType switch
    {
        OrderType.OpenLong or OrderType.IncreaseLong or OrderType.DecreaseShort or OrderType.CloseShort => TradeSide.Buy,
        OrderType.OpenShort or OrderType.IncreaseShort or OrderType.DecreaseLong or OrderType.CloseLong => TradeSide.Sell,
        _ => null,
    };
}
