using System.Management.Automation;
using KanaPerps.Valuation;

namespace KanaPerps.PowerShell;

/// <summary>Makes bars of trades: open, high, low, close and volume of intervals.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "KanaTrade")]
[OutputType(typeof(TradeBar))]
public sealed class MeasureKanaTradeCommand : ModuleCommand
{
    private readonly UnusableInput _unusable;
    private TradeBars? _bars;

    /// <summary>Makes the command.</summary>
    public MeasureKanaTradeCommand()
    {
        _unusable = new UnusableInput(this);
    }

    /// <summary>The trades.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = MeasureHelp.Trade)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The length of a bar.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The length of a bar: hours, minutes and seconds, such as 00:01:00, or 1.00:00:00 for a day.")]
    [ArgumentCompleter(typeof(IntervalCompleter))]
    [Interval]
    public TimeSpan Interval { get; set; }

    /// <summary>Writes bars without trades.</summary>
    [Parameter(HelpMessage = "Writes a bar for each interval without trades, too, between two that have some.")]
    public SwitchParameter IncludeEmpty { get; set; }

    /// <summary>Writes the open bars at the end.</summary>
    [Parameter(HelpMessage = "Writes the bars that are not over when the input ends, too.")]
    public SwitchParameter IncludeCurrent { get; set; }

    /// <summary>Writes an open bar at each change.</summary>
    [Parameter(HelpMessage = "Writes a bar that is not over each time that it changes, too.")]
    public SwitchParameter IncludeUpdate { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _bars = new TradeBars(new TradeBarOptions(Interval) { IncludesEmpty = IncludeEmpty, IncludesCurrent = IncludeCurrent, IncludesUpdates = IncludeUpdate }, WriteObject);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null || StoredTrade.ToTrade(InputObject) is not { } trade)
        {
            _unusable.Add(InputObject, "a trade", "Pipe what Watch-, Get- or Import- commands write of trades. What a file has kept needs MarketId, Timestamp, Price and Size.");
        }
        else if (!_bars!.TryAdd(trade, out bool isFirstLate))
        {
            _unusable.Add(
                trade, "a trade with a usable time", "Its Timestamp is missing, or more than a year after it was received. The bar that is open is marked as incomplete.");
        }
        else if (isFirstLate)
        {
            WriteWarning(FormattableString.Invariant(
                $"{trade.Symbol ?? (object)trade.MarketId}: a trade of {trade.Timestamp:u} came after its bar had been written. It is in no bar. LateRows of the next bar says how many there were."));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _bars!.Finish();
        _unusable.Report();
    }
}
