using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Watches the fills of profiles.</summary>
[Cmdlet(VerbsCommon.Watch, "KanaFill", DefaultParameterSetName = AccountParameterSets.Profile)]
[OutputType(typeof(Fill))]
public sealed class WatchKanaFillCommand : AddressWatchCommand<Fill>
{
    /// <summary>Makes the command.</summary>
    public WatchKanaFillCommand()
        : base(KanaTopics.Fills)
    {
    }

    /// <summary>Leaves out the rows that were there before.</summary>
    [Parameter(HelpMessage = StreamHelp.NewOnly)]
    public SwitchParameter NewOnly { get; set; }

    private protected override SubscriptionOptions Options => new() { NewOnly = NewOnly };
}
