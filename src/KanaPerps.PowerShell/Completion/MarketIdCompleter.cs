using System.Collections;

namespace KanaPerps.PowerShell;

/// <summary>Completes the ids of the known markets.</summary>
public sealed class MarketIdCompleter : ListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Candidates(IDictionary boundParameters) =>
        MarketTable.Of(NetworkOf(boundParameters)).Select(m => (m.MarketId, $"{m.Symbol} on {m.Network}"));
}
