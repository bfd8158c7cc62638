using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Watches the funding rates of markets.</summary>
[Cmdlet(VerbsCommon.Watch, "KanaFundingRate", DefaultParameterSetName = MarketParameterSets.Id)]
[OutputType(typeof(FundingRate))]
public sealed class WatchKanaFundingRateCommand : FundingRateStreamCommand
{
    /// <summary>Writes all rows of each message instead of those that changed.</summary>
    [Parameter]
    public SwitchParameter EveryMessage { get; set; }

    private protected override SubscriptionOptions Options => new() { EveryMessage = EveryMessage };
}
