using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Watches the funding rates of all markets or of some: the venue has one topic for all of them.</summary>
[Cmdlet(VerbsCommon.Watch, "KanaFundingRate", DefaultParameterSetName = MarketParameterSets.All)]
[OutputType(typeof(FundingRate))]
public sealed class WatchKanaFundingRateCommand : MarketStreamCommand<FundingRate>
{
    /// <summary>Makes the command.</summary>
    public WatchKanaFundingRateCommand()
        : base(KanaTopics.FundingRates, StreamMode.Watch)
    {
    }

    /// <summary>Writes all rows of each message instead of those that changed.</summary>
    [Parameter(HelpMessage = StreamHelp.EveryMessage)]
    public SwitchParameter EveryMessage { get; set; }

    /// <summary>How many connections to keep to each feed; by default what the environment variable KANA_REDUNDANCY says, or 1.</summary>
    [Parameter(HelpMessage = StreamHelp.Redundancy)]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, 2)]
    public int Redundancy { get; set; }

    private protected override int GivenRedundancy => Redundancy;

    private protected override SubscriptionOptions Options => new() { EveryMessage = EveryMessage };
}
