using System.Collections;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Completes the names of topics: the documented ones, also by the nouns of their commands, and those that are only named somewhere.</summary>
public sealed class TopicCompleter : ListCompleter
{
    private protected override IEnumerable<Candidate> Candidates(IDictionary boundParameters) =>
        KanaTopics.All.Select(t => new Candidate(t.Name, $"Requested {TopicAdvice.HowToName(t.KeyKind)}"))
            .Concat(KanaTopics.All.Select(t => new Candidate(t.Noun, $"The topic {t.Name}; requested {TopicAdvice.HowToName(t.KeyKind)}")))
            .Concat(TopicAdvice.Undocumented.Select(t => new Candidate(t.Name, $"Undocumented; probably requested {TopicAdvice.HowToName(t.KeyKind)}")));
}
