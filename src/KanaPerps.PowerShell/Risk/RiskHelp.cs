namespace KanaPerps.PowerShell;

/// <summary>The words for parameters that the commands of risk share.</summary>
internal static class RiskHelp
{
    public const string PriceSource = "The price to value positions with: Mid, half way between best bid and best ask, Best, at which the position could be closed, or Last, that of the last trade.";
    public const string ByAccount = "Writes a row for each account in place of one for each position.";
}
