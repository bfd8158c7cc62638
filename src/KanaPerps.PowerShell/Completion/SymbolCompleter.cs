using System.Collections;

namespace KanaPerps.PowerShell;

/// <summary>Completes the symbols of the known markets.</summary>
public sealed class SymbolCompleter : MarketCompleter
{
    private protected override bool IsSecondAtItsPosition(string command) => DefaultSets.Of(command) != MarketParameterSets.Symbol;

    private protected override IEnumerable<Candidate> Candidates(IDictionary boundParameters) => Symbols(boundParameters);
}
