using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Gets the current funding rates of markets, once.</summary>
[Cmdlet(VerbsCommon.Get, "KanaFundingRate", DefaultParameterSetName = MarketParameterSets.Id)]
[OutputType(typeof(FundingRate))]
public sealed class GetKanaFundingRateCommand : FundingRateStreamCommand
{
    private protected override bool IsGet => true;
}
