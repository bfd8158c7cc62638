using System.Collections;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell;

/// <summary>Completes the names of topics: the documented ones and those that are only named somewhere.</summary>
public sealed class TopicCompleter : ListCompleter
{
    private protected override IEnumerable<Candidate> Candidates(IDictionary boundParameters) =>
        KanaTopics.All.Select(t => new Candidate(t.Name, $"Asked for {TopicAdvice.HowToName(t.KeyKind)}"))
            .Concat(TopicAdvice.Undocumented.Select(t => new Candidate(t.Name, $"Undocumented; probably asked for {TopicAdvice.HowToName(t.KeyKind)}")));
}
