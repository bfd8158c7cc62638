using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Watches the trades of markets.</summary>
[Cmdlet(VerbsCommon.Watch, "KanaTrade", DefaultParameterSetName = MarketParameterSets.Id)]
[OutputType(typeof(Trade))]
public sealed class WatchKanaTradeCommand : MarketStreamCommand<Trade>
{
    /// <summary>Leaves out the rows that were there before.</summary>
    [Parameter]
    public SwitchParameter NewOnly { get; set; }

    private protected override Topic<Trade> StreamTopic => KanaTopics.RecentTrades;

    private protected override SubscriptionOptions Options => new() { NewOnly = NewOnly };
}
