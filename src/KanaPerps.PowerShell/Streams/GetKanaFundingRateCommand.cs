using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Gets the current funding rates of all markets or of some, once: the venue has one topic for all of them.</summary>
[Cmdlet(VerbsCommon.Get, "KanaFundingRate", DefaultParameterSetName = MarketParameterSets.All)]
[OutputType(typeof(FundingRate))]
public sealed class GetKanaFundingRateCommand : MarketStreamCommand<FundingRate>
{
    /// <summary>Makes the command.</summary>
    public GetKanaFundingRateCommand()
        : base(KanaTopics.FundingRates, StreamMode.Get)
    {
    }
}
