using System.Collections;
using System.Globalization;

namespace KanaPerps.PowerShell;

/// <summary>Completes the ids of the connections there are.</summary>
public sealed class ConnectionIdCompleter : ListCompleter
{
    private protected override IEnumerable<Candidate> Candidates(IDictionary boundParameters) =>
        KanaSession.Connections.GetConnections().Select(c => new Candidate(c.Id.ToString(CultureInfo.InvariantCulture), $"{c} at {c.Endpoint}", $"{c.Id} {c}"));
}
