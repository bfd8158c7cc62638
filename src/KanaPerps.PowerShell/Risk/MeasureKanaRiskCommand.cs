using System.Management.Automation;
using KanaPerps.Streaming;
using KanaPerps.Valuation;

namespace KanaPerps.PowerShell;

/// <summary>Values positions that come from the pipeline with the prices that come with them, by the times of these objects.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "KanaRisk")]
[OutputType(typeof(PositionRisk), typeof(AccountRisk))]
public sealed class MeasureKanaRiskCommand : ModuleCommand, IDisposable
{
    // A stream announces a message while it runs itself: then this command may write nothing.
    private readonly Queue<Action> _output = [];

    private readonly UnusableInput _unusable;
    private RiskPlayer? _player;
    private StreamLink? _stream;

    /// <summary>Makes the command.</summary>
    public MeasureKanaRiskCommand()
    {
        _unusable = new UnusableInput(this);
    }

    /// <summary>The objects.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = MeasureHelp.Risk)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The price to value positions with.</summary>
    [Parameter(HelpMessage = RiskHelp.PriceSource)]
    public PriceSource PriceSource { get; set; }

    /// <summary>Writes accounts in place of positions.</summary>
    [Parameter(HelpMessage = RiskHelp.ByAccount)]
    public SwitchParameter ByAccount { get; set; }

    /// <summary>The least time between two rows of one position or account.</summary>
    [Parameter(HelpMessage = RiskHelp.MinInterval)]
    [ArgumentCompleter(typeof(IntervalCompleter))]
    [Interval]
    public TimeSpan MinInterval { get; set; }

    /// <summary>How far a price must have moved since the last row.</summary>
    [Parameter(HelpMessage = RiskHelp.MinChangePercent)]
    [ArgumentCompleter(typeof(NoCompleter))]
    [Positive]
    public decimal MinChangePercent { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        RiskOptions options = new()
        {
            PriceSource = PriceSource,
            ByAccount = ByAccount,
            MinInterval = MinInterval,
            MinChangePercent = MinChangePercent,
            KeepsAllMarkets = true,
        };
        RiskTracker tracker = new(options) { EarlyEncodingFound = feed => _output.Enqueue(() => EarlyEncodingWarning.Write(this, feed)) };
        _player = new RiskPlayer(tracker, row => _output.Enqueue(() => WriteObject(row)));
        _stream = StreamLink.Join(this, _player.Begin);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (InputObject is null ? null : RiskInput.Read(InputObject))
        {
            case VenueRow row:
                _player!.Take(row);
                break;
            case OrderBook book:
                _player!.Take(book);
                break;
            case StreamNotice notice:
                _player!.Take(notice);
                break;
            default:
                _unusable.Add(
                    InputObject,
                    "a position, an order book, a trade, a funding rate or a notice",
                    "Pipe what Watch-, Get- or Import- commands write of these; -Topic of Import-KanaRecording chooses them. What a file has kept needs all properties, ReceivedAt too.");
                break;
        }

        WriteOutput();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _player!.Finish();
        WriteOutput();
        _unusable.Report();
    }

    /// <summary>Leaves the stream.</summary>
    public void Dispose() => _stream?.Leave();

    private void WriteOutput()
    {
        while (_output.TryDequeue(out Action? write))
        {
            write();
        }
    }
}
