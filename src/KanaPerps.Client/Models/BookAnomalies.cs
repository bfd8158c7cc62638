namespace KanaPerps;

/// <summary>What is out of the ordinary about an order book.</summary>
[Flags]
public enum BookAnomalies
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Bids or asks, or both, are missing: there is no spread and no mid.</summary>
    OneSided = 1,

    /// <summary>The best bid is above the best ask.</summary>
    Crossed = 2,

    /// <summary>The best bid equals the best ask.</summary>
    Locked = 4,

    /// <summary>The venue sent the levels of a side in another order than best first. They are sorted here.</summary>
    Unsorted = 8,

    /// <summary>A side names one price more than once. All rows are kept.</summary>
    RepeatedPrice = 16,

    /// <summary>Levels with a size of zero or below were dropped.</summary>
    DroppedLevels = 32,

    /// <summary>Levels that could not be read were left out; a notice names them.</summary>
    Incomplete = 64,

    /// <summary>The book is older than one that came before it, by ledger version or else by time.</summary>
    OutOfOrder = 128,
}
