using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Gets the current trades of markets, once.</summary>
[Cmdlet(VerbsCommon.Get, "KanaTrade", DefaultParameterSetName = MarketParameterSets.Symbol)]
[OutputType(typeof(Trade))]
public sealed class GetKanaTradeCommand : MarketStreamCommand<Trade>
{
    /// <summary>Makes the command.</summary>
    public GetKanaTradeCommand()
        : base(KanaTopics.RecentTrades, StreamMode.Get)
    {
    }
}
