namespace KanaPerps;

/// <summary>Which way an order moves the account's exposure.</summary>
public enum TradeSide
{
    /// <summary>Opens or increases a long, decreases or closes a short.</summary>
    Buy,

    /// <summary>Opens or increases a short, decreases or closes a long.</summary>
    Sell,
}
