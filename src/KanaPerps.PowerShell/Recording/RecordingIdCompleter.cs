using System.Collections;
using System.Globalization;

namespace KanaPerps.PowerShell;

/// <summary>Completes the ids of the recordings of this process.</summary>
public sealed class RecordingIdCompleter : ListCompleter
{
    private protected override IEnumerable<Candidate> Candidates(IDictionary boundParameters) =>
        RecordingHost.All.Select(r => new Candidate(
            r.Id.ToString(CultureInfo.InvariantCulture),
            FormattableString.Invariant($"{r.State}, {r.Feeds.Count} feeds, {r.Messages} messages, {r.Path}")));
}
