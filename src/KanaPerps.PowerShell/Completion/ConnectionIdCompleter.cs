using System.Collections;
using System.Globalization;

namespace KanaPerps.PowerShell;

/// <summary>Completes the ids of the connections there are.</summary>
public sealed class ConnectionIdCompleter : ListCompleter
{
    private protected override IEnumerable<(string Value, string ToolTip)> Candidates(IDictionary boundParameters) =>
        KanaSession.Connections.GetConnections().Select(c => (c.Id.ToString(CultureInfo.InvariantCulture), c.ToString()));
}
