using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Watches the resting orders of profiles.</summary>
[Cmdlet(VerbsCommon.Watch, "KanaOpenOrder", DefaultParameterSetName = AccountParameterSets.Profile)]
[OutputType(typeof(OpenOrder))]
public sealed class WatchKanaOpenOrderCommand : AddressWatchCommand<OpenOrder>
{
    /// <summary>Makes the command.</summary>
    public WatchKanaOpenOrderCommand()
        : base(KanaTopics.OpenOrders)
    {
    }

    /// <summary>Writes all rows of each message instead of those that changed.</summary>
    [Parameter(HelpMessage = StreamHelp.EveryMessage)]
    public SwitchParameter EveryMessage { get; set; }

    private protected override SubscriptionOptions Options => new() { EveryMessage = EveryMessage };
}
