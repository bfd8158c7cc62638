using System.Collections;

namespace KanaPerps.PowerShell;

/// <summary>Completes the names of networks.</summary>
public sealed class NetworkCompleter : ListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Candidates(IDictionary boundParameters) =>
    [
        (nameof(KanaNetwork.Mainnet), "The live exchange"),
        (nameof(KanaNetwork.Testnet), "The venue's test deployment"),
        (nameof(KanaNetwork.Simulator), "The embedded exchange in this process, started if none runs"),
    ];
}
