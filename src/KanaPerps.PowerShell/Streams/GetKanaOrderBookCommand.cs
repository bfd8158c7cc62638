using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Gets the current order books of markets, once.</summary>
[Cmdlet(VerbsCommon.Get, "KanaOrderBook", DefaultParameterSetName = MarketParameterSets.Symbol)]
[OutputType(typeof(OrderBook))]
public sealed class GetKanaOrderBookCommand : OrderBookStreamCommand
{
    /// <summary>Makes the command.</summary>
    public GetKanaOrderBookCommand()
        : base(StreamMode.Get)
    {
    }
}
