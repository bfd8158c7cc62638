using System.Collections;

namespace KanaPerps.PowerShell;

/// <summary>Completes the addresses of simulators, replays and bridges that run and of deployments that are connected.</summary>
public sealed class EndpointCompleter : ListCompleter
{
    private protected override IEnumerable<Candidate> Candidates(IDictionary boundParameters) =>
        SimulatorHost.Running.Select(s => new Candidate(s.Endpoint.ToString(), $"Simulator {s.Id}, seed {s.Seed}"))
            .Concat(ReplayHost.Running.Select(r => new Candidate(r.Endpoint.ToString(), $"Replay {r.Id} of {r.Path}")))
            .Concat(BridgeHost.All.Select(b => new Candidate($"nats://{b.Server}/{b.Prefix}/{Uri.EscapeDataString(b.Network.ToLowerInvariant())}", $"What bridge {b.Id} publishes")))
            .Concat(KanaSession.Connections.GetConnections().Select(c => new Candidate(c.Endpoint.ToString(), "A deployment that is connected")))
            .DistinctBy(c => c.Value);
}
