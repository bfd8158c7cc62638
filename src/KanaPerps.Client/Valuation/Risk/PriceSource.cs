namespace KanaPerps;

/// <summary>Which price a position is valued with. The venue sends no mark price.</summary>
public enum PriceSource
{
    /// <summary>The price half way between best bid and best ask.</summary>
    Mid,

    /// <summary>The price at which the position could be closed: the best bid for a long, the best ask for a short.</summary>
    Best,

    /// <summary>The price of the last trade.</summary>
    Last,
}
