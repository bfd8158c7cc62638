using System.Collections;

namespace KanaPerps.PowerShell;

/// <summary>Completes the symbols of the known markets.</summary>
public sealed class SymbolCompleter : ListCompleter
{
    private protected override bool IsSecondAtItsPosition => true;

    // Either asset of the pair may be begun with.
    internal static bool FitsSymbol(TypedWord word, string value) => word.Fits(value) || Array.Exists(value.Split('-'), word.Fits);

    internal static IEnumerable<Candidate> Symbols(IEnumerable<Market> markets) => markets.Select(m => new Candidate(m.Symbol, MarketToolTip.Of(m)));

    private protected override bool Fits(TypedWord word, string value) => FitsSymbol(word, value);

    private protected override IEnumerable<Candidate> Candidates(IDictionary boundParameters) => Symbols(MarketsOf(boundParameters));
}
