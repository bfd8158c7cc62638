namespace KanaPerps.PowerShell;

/// <summary>The parameter sets of cmdlets that take markets, and the words for these parameters.</summary>
internal static class MarketParameterSets
{
    public const string Id = "MarketId";
    public const string Symbol = "Symbol";

    /// <summary>Without a market, where that means all of them.</summary>
    public const string All = "All";

    public const string IdHelp = "The ids of the markets, such as 14.";
    public const string SymbolHelp = "The symbols of the markets, such as APT-USD or APT, with wildcards.";
}
