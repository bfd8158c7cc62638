using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Watches the fills of profiles.</summary>
[Cmdlet(VerbsCommon.Watch, "KanaFill", DefaultParameterSetName = AccountParameterSets.Profile)]
[OutputType(typeof(Fill))]
public sealed class WatchKanaFillCommand : AddressStreamCommand<Fill>
{
    /// <summary>Leaves out the rows that were there before.</summary>
    [Parameter]
    public SwitchParameter NewOnly { get; set; }

    private protected override Topic<Fill> StreamTopic => KanaTopics.Fills;

    private protected override SubscriptionOptions Options => new() { NewOnly = NewOnly };
}
