namespace KanaPerps.PowerShell;

/// <summary>The words for parameters that the commands of risk share.</summary>
internal static class RiskHelp
{
    public const string PriceSource = "The price to value positions with: Mid, half way between best bid and best ask, Best, at which the position could be closed, or Last, that of the last trade.";
    public const string MinInterval = "The least time between two rows of one position or account, such as 00:00:10.";
    public const string MinChangePercent = "How far a price must have moved since the last row, in percent.";
    public const string ByAccount = "Writes a row for each account in place of one for each position.";
}
