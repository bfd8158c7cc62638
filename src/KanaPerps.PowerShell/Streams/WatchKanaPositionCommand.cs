using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Watches the positions of profiles.</summary>
[Cmdlet(VerbsCommon.Watch, "KanaPosition", DefaultParameterSetName = AccountParameterSets.Profile)]
[OutputType(typeof(Position))]
public sealed class WatchKanaPositionCommand : AddressStreamCommand<Position>
{
    /// <summary>Writes all rows of each message instead of those that changed.</summary>
    [Parameter]
    public SwitchParameter EveryMessage { get; set; }

    private protected override Topic<Position> StreamTopic => KanaTopics.Positions;

    private protected override SubscriptionOptions Options => new() { EveryMessage = EveryMessage };
}
