using System.Collections;
using System.Globalization;

namespace KanaPerps.PowerShell;

/// <summary>Completes the ids of the replays that run.</summary>
public sealed class ReplayIdCompleter : ListCompleter
{
    private protected override IEnumerable<Candidate> Candidates(IDictionary boundParameters) =>
        ReplayHost.Running.Select(r => new Candidate(
            r.Id.ToString(CultureInfo.InvariantCulture),
            FormattableString.Invariant($"{r.Path}, {r.State}, {r.Progress:0} %")));
}
