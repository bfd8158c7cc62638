namespace KanaPerps.PowerShell;

/// <summary>The parameter sets of cmdlets that take markets.</summary>
internal static class MarketParameterSets
{
    public const string Id = "MarketId";
    public const string Symbol = "Symbol";
}
