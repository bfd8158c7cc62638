using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Watches the order books of markets.</summary>
[Cmdlet(VerbsCommon.Watch, "KanaOrderBook", DefaultParameterSetName = MarketParameterSets.Symbol)]
[OutputType(typeof(OrderBook))]
public sealed class WatchKanaOrderBookCommand : OrderBookStreamCommand
{
    /// <summary>Makes the command.</summary>
    public WatchKanaOrderBookCommand()
        : base(StreamMode.Watch)
    {
    }
}
