using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Watches the positions of profiles.</summary>
[Cmdlet(VerbsCommon.Watch, "KanaPosition", DefaultParameterSetName = AccountParameterSets.Profile)]
[OutputType(typeof(Position))]
public sealed class WatchKanaPositionCommand : AddressWatchCommand<Position>
{
    /// <summary>Makes the command.</summary>
    public WatchKanaPositionCommand()
        : base(KanaTopics.Positions)
    {
    }

    /// <summary>Writes all rows of each message instead of those that changed.</summary>
    [Parameter(HelpMessage = StreamHelp.EveryMessage)]
    public SwitchParameter EveryMessage { get; set; }

    private protected override SubscriptionOptions Options => new() { EveryMessage = EveryMessage };
}
