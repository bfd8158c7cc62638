using System.Collections;

namespace KanaPerps.PowerShell;

/// <summary>Completes the symbols of the known markets.</summary>
public sealed class SymbolCompleter : ListCompleter
{
    private protected override bool IsSecondAtItsPosition => true;

    internal static IEnumerable<Candidate> Symbols(IEnumerable<Market> markets) => markets.Select(m => new Candidate(m.Symbol, MarketToolTip.Of(m)));

    private protected override IEnumerable<Candidate> Candidates(IDictionary boundParameters) => Symbols(MarketsOf(boundParameters));
}
