using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Gets the current trades of markets, once.</summary>
[Cmdlet(VerbsCommon.Get, "KanaTrade", DefaultParameterSetName = MarketParameterSets.Id)]
[OutputType(typeof(Trade))]
public sealed class GetKanaTradeCommand : MarketStreamCommand<Trade>
{
    private protected override Topic<Trade> StreamTopic => KanaTopics.RecentTrades;

    private protected override bool IsGet => true;
}
