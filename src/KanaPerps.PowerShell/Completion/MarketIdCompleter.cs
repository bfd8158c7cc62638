using System.Collections;

namespace KanaPerps.PowerShell;

/// <summary>Completes the ids of the known markets.</summary>
public sealed class MarketIdCompleter : MarketCompleter
{
    private protected override bool IsSecondAtItsPosition(string command) => DefaultSets.Of(command) == MarketParameterSets.Symbol;

    private protected override IEnumerable<Candidate> Candidates(IDictionary boundParameters) => Ids(boundParameters);
}
