namespace KanaPerps;

/// <summary>
/// What an order does to a position, by the venue's own numbers. A number without a name here is kept as it is: 9 exists on the
/// venue and is undocumented. Whether an order is a market order is told by <c>is_market_order</c>, not by this.
/// </summary>
public enum OrderType
{
    /// <summary>The venue sent none.</summary>
    Unknown = 0,

    /// <summary>Opens a long position.</summary>
    OpenLong = 1,

    /// <summary>Opens a short position.</summary>
    OpenShort = 2,

    /// <summary>Adds to a long position.</summary>
    IncreaseLong = 3,

    /// <summary>Adds to a short position.</summary>
    IncreaseShort = 4,

    /// <summary>Reduces a long position.</summary>
    DecreaseLong = 5,

    /// <summary>Reduces a short position.</summary>
    DecreaseShort = 6,

    /// <summary>Closes a long position.</summary>
    CloseLong = 7,

    /// <summary>Closes a short position.</summary>
    CloseShort = 8,
}
