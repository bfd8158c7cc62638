namespace KanaPerps;

/// <summary>Why a bar may lack trades of its interval. The gravest reason is the first, since a narrow table cuts the others off.</summary>
[Flags]
public enum TradeBarAnomalies
{
    /// <summary>Nothing says that a trade is missing.</summary>
    None = 0,

    /// <summary>The stream reported that rows may be missing in this interval, or a row of it could not be read.</summary>
    Gap = 1,

    /// <summary>While this bar was open, rows came that belong to an earlier bar, which had been written. They are in no bar.</summary>
    Late = 2,

    /// <summary>The first trade of the input is in this interval: earlier ones of it may not have been in the input.</summary>
    First = 4,

    /// <summary>The interval is not over by the times of the trades: later ones may follow.</summary>
    Current = 8,
}
