using System.Collections;

namespace KanaPerps.PowerShell;

/// <summary>Completes the ids of the known markets; by position their symbols too, because -Symbol stands there as well.</summary>
public sealed class MarketIdCompleter : ListCompleter
{
    private protected override bool Fits(TypedWord word, string value) => SymbolCompleter.FitsSymbol(word, value);

    private protected override IEnumerable<Candidate> Candidates(IDictionary boundParameters) =>
        MarketsOf(boundParameters).Select(m => new Candidate(MarketIds.Text(m.MarketId), MarketToolTip.Of(m), $"{m.MarketId} {m.Symbol}"));

    private protected override IEnumerable<Candidate> Candidates(IDictionary boundParameters, bool isNamed) =>
        isNamed ? Candidates(boundParameters) : Candidates(boundParameters).Concat(SymbolCompleter.Symbols(MarketsOf(boundParameters)));
}
