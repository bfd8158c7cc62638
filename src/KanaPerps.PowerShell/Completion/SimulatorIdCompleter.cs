using System.Collections;
using System.Globalization;

namespace KanaPerps.PowerShell;

/// <summary>Completes the ids of the simulators that run.</summary>
public sealed class SimulatorIdCompleter : ListCompleter
{
    private protected override IEnumerable<Candidate> Candidates(IDictionary boundParameters) =>
        SimulatorHost.Running.Select(s => new Candidate(
            s.Id.ToString(CultureInfo.InvariantCulture),
            FormattableString.Invariant($"{s.Endpoint}, seed {s.Seed}, {s.Connections} connections")));
}
