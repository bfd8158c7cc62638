namespace KanaPerps;

/// <summary>A side of an order book.</summary>
public enum BookSide
{
    /// <summary>Resting orders to buy.</summary>
    Bid,

    /// <summary>Resting orders to sell.</summary>
    Ask,
}
