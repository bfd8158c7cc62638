using System.Collections;

namespace KanaPerps.PowerShell;

/// <summary>Completes the symbols of the known markets.</summary>
public sealed class SymbolCompleter : ListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Candidates(IDictionary boundParameters) =>
        MarketTable.Of(NetworkOf(boundParameters)).Select(m => (m.Symbol, $"{m.Symbol}, market {m.MarketId} on {m.Network}"));
}
