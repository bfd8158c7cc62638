using System.Management.Automation;
using KanaPerps.PowerShell.Formatting;
using KanaPerps.Valuation;

namespace KanaPerps.PowerShell;

/// <summary>Measures order books: what an order would get, and how a book is balanced.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "KanaOrderBook", DefaultParameterSetName = BookSet)]
[OutputType(typeof(OrderBookMeasure))]
public sealed class MeasureKanaOrderBookCommand : ModuleCommand
{
    private const string BookSet = "Book";
    private const string SizeSet = "Size";
    private const string ValueSet = "Value";
    private const string SideHelp = "The side of an order to measure: Buy takes the asks, Sell the bids.";

    private readonly UnusableInput _unusable;
    private OrderBookQuery _query = new();

    /// <summary>Makes the command.</summary>
    public MeasureKanaOrderBookCommand()
    {
        _unusable = new UnusableInput(this);
    }

    /// <summary>The books.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = MeasureHelp.Book)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The side of an order to measure.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = SizeSet, HelpMessage = SideHelp)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ValueSet, HelpMessage = SideHelp)]
    public TradeSide Side { get; set; }

    /// <summary>The size of the order.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = SizeSet, HelpMessage = "The size of the order, in the base asset.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [Positive]
    public decimal Size { get; set; }

    /// <summary>The value of the order.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ValueSet, HelpMessage = "The value of the order, in the quote currency.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [Positive]
    public decimal Value { get; set; }

    /// <summary>Distances from the mid.</summary>
    [Parameter(HelpMessage = "Distances from the mid in basis points, hundredths of a percent: adds up the size and value of each side within them.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateNotNullOrEmpty]
    [Positive]
    public decimal[]? Bps { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _query = new OrderBookQuery
        {
            Side = ParameterSetName == BookSet ? null : Side,
            Size = ParameterSetName == SizeSet ? Size : null,
            Value = ParameterSetName == ValueSet ? Value : null,
            Bps = Bps,
        };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is not null && StoredBook.ToBook(InputObject) is { } book)
        {
            WriteObject(OrderBookMeter.Measure(book, _query));
        }
        else
        {
            _unusable.Add(InputObject, "an order book", "Pipe what Watch-, Get- or Import- commands write of order books, with bids and asks.");
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _unusable.Report();
}
