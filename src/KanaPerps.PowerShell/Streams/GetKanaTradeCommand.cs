using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Gets the current trades of markets, once.</summary>
[Cmdlet(VerbsCommon.Get, "KanaTrade", DefaultParameterSetName = MarketParameterSets.Symbol)]
[OutputType(typeof(Trade))]
public sealed class GetKanaTradeCommand : TradeStreamCommand
{
    /// <summary>Makes the command.</summary>
    public GetKanaTradeCommand()
        : base(StreamMode.Get)
    {
    }
}
