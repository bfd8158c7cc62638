using System.Collections;

namespace KanaPerps.PowerShell;

/// <summary>Completes the names of networks.</summary>
public sealed class NetworkCompleter : ListCompleter
{
    private protected override IEnumerable<Candidate> Candidates(IDictionary boundParameters) =>
    [
        new(nameof(KanaNetwork.Mainnet), "The live exchange"),
        new(nameof(KanaNetwork.Testnet), "The venue's test deployment"),
        new(nameof(KanaNetwork.Simulator), "The embedded exchange in this process, started if none runs"),
        .. ReplayHost.Running.TakeLast(1).Select(r => new Candidate(nameof(KanaNetwork.Replay), $"The recording that is replayed: {r.Path}")),
        .. NamedNetworks.All.Select(n => new Candidate(n.Name, n.Shown)),
    ];
}
