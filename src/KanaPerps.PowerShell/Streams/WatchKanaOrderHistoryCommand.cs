using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Watches the orders with their statuses of profiles.</summary>
[Cmdlet(VerbsCommon.Watch, "KanaOrderHistory", DefaultParameterSetName = AccountParameterSets.Profile)]
[OutputType(typeof(OrderRecord))]
public sealed class WatchKanaOrderHistoryCommand : AddressWatchCommand<OrderRecord>
{
    /// <summary>Makes the command.</summary>
    public WatchKanaOrderHistoryCommand()
        : base(KanaTopics.OrderHistory)
    {
    }

    /// <summary>Leaves out the rows that were there before.</summary>
    [Parameter(HelpMessage = StreamHelp.NewOnly)]
    public SwitchParameter NewOnly { get; set; }

    private protected override SubscriptionOptions Options => new() { NewOnly = NewOnly };
}
