using System.Management.Automation;
using KanaPerps.Topics;

namespace KanaPerps.PowerShell;

/// <summary>Watches the trades of markets.</summary>
[Cmdlet(VerbsCommon.Watch, "KanaTrade", DefaultParameterSetName = MarketParameterSets.Symbol)]
[OutputType(typeof(Trade))]
public sealed class WatchKanaTradeCommand : TradeStreamCommand
{
    /// <summary>Makes the command.</summary>
    public WatchKanaTradeCommand()
        : base(StreamMode.Watch)
    {
    }

    /// <summary>Leaves out the rows that were there before.</summary>
    [Parameter(HelpMessage = StreamHelp.NewOnly)]
    public SwitchParameter NewOnly { get; set; }

    /// <summary>How many connections to keep to each feed; by default what the environment variable KANA_REDUNDANCY says, or 1.</summary>
    [Parameter(HelpMessage = StreamHelp.Redundancy)]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, 2)]
    public int Redundancy { get; set; }

    private protected override int GivenRedundancy => Redundancy;

    private protected override SubscriptionOptions Options => new() { NewOnly = NewOnly };
}
