using System.Collections;

namespace KanaPerps.PowerShell;

/// <summary>Completes nothing, for numbers, times and names that only the user knows: PowerShell would offer the files of the folder.</summary>
public sealed class NoCompleter : ListCompleter
{
    private protected override IEnumerable<Candidate> Candidates(IDictionary boundParameters) => [];
}
