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

    /// <summary>How many connections to keep to each feed; by default what the environment variable KANA_REDUNDANCY says, or 1.</summary>
    [Parameter(HelpMessage = StreamHelp.Redundancy)]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, 2)]
    public int Redundancy { get; set; }

    private protected override int GivenRedundancy => Redundancy;
}
