using System.Collections;
using System.Globalization;

namespace KanaPerps.PowerShell;

/// <summary>Completes the ids of the bridges of this process.</summary>
public sealed class BridgeIdCompleter : ListCompleter
{
    private protected override IEnumerable<Candidate> Candidates(IDictionary boundParameters) =>
        BridgeHost.All.Select(b => new Candidate(
            b.Id.ToString(CultureInfo.InvariantCulture),
            FormattableString.Invariant($"{b.State}, {b.Feeds.Count} feeds, {b.Published} published, {b.Server}")));
}
