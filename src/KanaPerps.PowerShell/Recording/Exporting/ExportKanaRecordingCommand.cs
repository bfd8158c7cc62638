using System.Management.Automation;
using KanaPerps.Recording;
using KanaPerps.Recording.Picture;

namespace KanaPerps.PowerShell;

/// <summary>Exports a recording to tables for DuckDB, pandas and other tools, or to a page to look at.</summary>
[Cmdlet(VerbsData.Export, "KanaRecording", DefaultParameterSetName = MarketParameterSets.Id)]
[OutputType(typeof(ExportedFile))]
public sealed class ExportKanaRecordingCommand : RecordingPartCommand
{
    /// <summary>The folder to export to. It is made if it does not exist.</summary>
    [Parameter(Mandatory = true, HelpMessage = "The folder to export to; it is made if it does not exist.")]
    [ValidateNotNullOrEmpty]
    public string OutputPath { get; set; } = "";

    /// <summary>The format of the files.</summary>
    [Parameter(HelpMessage = "Parquet, the default, Csv, or Html for a page to look at.")]
    public ExportFormat Format { get; set; }

    /// <summary>By what the tables are divided into files; one file a table by default.</summary>
    [Parameter(HelpMessage = "Divide each table into files by Day, by Symbol, or by both.")]
    public ExportPartitions PartitionBy { get; set; }

    /// <summary>What the rows of order books are: levels, or the best of each side.</summary>
    [Parameter(HelpMessage = "Levels, the default, for a row for each level of each book, or Top for the best of each side.")]
    public OrderBookExport OrderBookAs { get; set; }

    /// <summary>Replaces files that exist.</summary>
    [Parameter(HelpMessage = "Replace files that exist.")]
    public SwitchParameter Force { get; set; }

    private protected override void Process(string folder)
    {
        string output = "";
        if (Try(() => output = FileSystemPath(OutputPath), OutputPath) is { } error)
        {
            WriteError(error);
        }
        else if (Open(folder) is var (recording, _))
        {
            Export(recording, output);
            HideProgress();
        }
    }

    private void Export(RecordingFolder recording, string output)
    {
        KanaEndpoint endpoint = recording.Description.Endpoint;
        Func<FeedSelection> select = Select(endpoint);
        FeedSelection selection = select();

        // Only what the recording says: it does not matter what the session knows, since the same recording is to give the same files.
        AccountWallets wallets = new();
        using CancellationTokenSource wake = CancellationTokenSource.CreateLinkedTokenSource(StopToken, Ending);
        RecordingSource source = new(recording, () => selection = select(), new() { EveryMessage = EveryMessage && Format != ExportFormat.Html }, Part, wake.Token)
        {
            OnRest = (query, answer) => AddWallet(wallets, endpoint, query, answer),
            NameWallet = wallets.Name,
        };
        ExportOptions options = new()
        {
            OutputPath = output,
            Format = Format,
            Partitions = PartitionBy,
            OrderBookAs = OrderBookAs,
            Overwrite = Force,
            Part = Part,
        };
        RecordingExport? tables = Format == ExportFormat.Html ? null : new(source, options);
        IEnumerable<ExportEvent> run = tables?.Run() ?? new PictureExport(recording, source, options).Run();
        int readings = tables is null ? 1 : 2;
        using IEnumerator<ExportEvent> steps = run.GetEnumerator();
        while (Next(steps, recording.Path))
        {
            ExportEvent step = steps.Current;
            if (step.File is not null)
            {
                WriteObject(step.File);
            }
            else if (step.Error is not null)
            {
                WriteError(ErrorRecords.From(step.Error, step.Target));
            }

            ShowProgress(recording.Path, source.Progress + (tables is { IsWriting: true } ? source.Size : 0), readings * source.Size);
        }

        if (source.HasBegun)
        {
            TellMissing(selection, recording);
        }
    }
}
