using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Gets the current order books of markets, once.</summary>
[Cmdlet(VerbsCommon.Get, "KanaOrderBook", DefaultParameterSetName = MarketParameterSets.Id)]
[OutputType(typeof(OrderBook))]
public sealed class GetKanaOrderBookCommand : OrderBookStreamCommand
{
    private protected override bool IsGet => true;
}
