using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Watches the deposits and withdrawals of profiles.</summary>
[Cmdlet(VerbsCommon.Watch, "KanaTransfer", DefaultParameterSetName = AccountParameterSets.Profile)]
[OutputType(typeof(Transfer))]
public sealed class WatchKanaTransferCommand : AddressWatchCommand<Transfer>
{
    /// <summary>Makes the command.</summary>
    public WatchKanaTransferCommand()
        : base(KanaTopics.Transfers)
    {
    }

    /// <summary>Leaves out the rows that were there before.</summary>
    [Parameter(HelpMessage = StreamHelp.NewOnly)]
    public SwitchParameter NewOnly { get; set; }

    private protected override SubscriptionOptions Options => new() { NewOnly = NewOnly };
}
