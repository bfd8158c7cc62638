namespace KanaPerps.Recording;

/// <summary>What the rows of exported order books are.</summary>
public enum OrderBookExport
{
    /// <summary>A row for each level of each book.</summary>
    Levels,

    /// <summary>A row for each book: the best price and size of each side, spread and mid.</summary>
    Top,
}
