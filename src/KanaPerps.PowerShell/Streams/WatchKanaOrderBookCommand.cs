using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Watches the order books of markets.</summary>
[Cmdlet(VerbsCommon.Watch, "KanaOrderBook", DefaultParameterSetName = MarketParameterSets.Id)]
[OutputType(typeof(OrderBook))]
public sealed class WatchKanaOrderBookCommand : OrderBookStreamCommand
{
}
