using System.Collections;

namespace KanaPerps.PowerShell;

/// <summary>Completes markets; by position ids and symbols, because both stand there. A word is looked for at the beginning first, then in any part.</summary>
public abstract class MarketCompleter : ListCompleter
{
    private protected static IEnumerable<Candidate> Ids(IDictionary boundParameters) =>
        MarketsOf(boundParameters).Select(m => new Candidate(MarketIds.Text(m.MarketId), MarketToolTip.Of(m), $"{m.MarketId} {m.Symbol}"));

    private protected static IEnumerable<Candidate> Symbols(IDictionary boundParameters) =>
        MarketsOf(boundParameters).Select(m => new Candidate(m.Symbol, MarketToolTip.Of(m)));

    private protected sealed override IEnumerable<Candidate> Candidates(IDictionary boundParameters, bool isNamed) =>
        isNamed ? Candidates(boundParameters) : Ids(boundParameters).Concat(Symbols(boundParameters));

    private protected sealed override IEnumerable<Candidate> Choose(TypedWord word, IEnumerable<Candidate> candidates)
    {
        Candidate[] all = [.. candidates];
        Func<string, bool>[] looks = [word.Fits, value => Array.Exists(value.Split('-'), word.Fits), word.FitsInside];
        return looks.Select(look => all.Where(c => look(c.Value))).FirstOrDefault(found => found.Any(), []);
    }
}
