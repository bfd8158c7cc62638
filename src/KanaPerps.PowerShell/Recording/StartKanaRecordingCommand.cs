using System.Management.Automation;
using KanaPerps.Recording;

namespace KanaPerps.PowerShell;

/// <summary>Records topics into a folder, in the background of this process.</summary>
[Cmdlet(VerbsLifecycle.Start, "KanaRecording")]
[OutputType(typeof(KanaRecordingInfo))]
public sealed class StartKanaRecordingCommand : FeedsCommand
{
    /// <summary>The folder. It is made when it does not exist, and a recording that is in it is continued.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The folder to record to, such as ./rec, which is created when it does not exist.")]
    [Alias("LiteralPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>How many minutes a file covers. Periods begin at midnight UTC.</summary>
    [Parameter(HelpMessage = "How many minutes a file covers, from 1 to 1440.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, 1440)]
    public int RotateMinutes { get; set; } = 60;

    /// <summary>From how many MB on a file is followed by another one of the same period; no limit by default.</summary>
    [Parameter(HelpMessage = "The size in MB from which another file of the same period is begun; by default a file may have any size.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(1, 1_000_000)]
    public int RotateSizeMB { get; set; }

    /// <summary>How old data may become (7d, 12h, a TimeSpan), how large all files together (20GB), or both. Whole files are deleted, the oldest first.</summary>
    [Parameter(HelpMessage = "How much to keep: an age such as 7d or 12h, a size such as 20GB, or both.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Retain { get; set; }

    private protected override Exception MixedNetworks(KanaEndpoint first, KanaEndpoint second) => Terminate(ErrorRecords.From(
        new KanaException(KanaErrorKind.RecordingMismatch, $"The input is of {first.Name} and of {second.Name}.", "Record each network into a folder of its own."),
        second.Name));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ChosenFeeds(out KanaEndpoint endpoint) is not { } feeds)
        {
            return;
        }

        RecorderOptions options = new()
        {
            Path = FolderPath(),
            Endpoint = endpoint,
            Feeds = feeds,
            Redundancy = ConnectionsPerFeed,
            Version = MyInvocation.MyCommand.Module?.Version.ToString() ?? "",
            RotateEvery = TimeSpan.FromMinutes(RotateMinutes),
            RotateBytes = RotateSizeMB > 0 ? RotateSizeMB * (1L << 20) : null,
            RetainFor = Limits().Age,
            RetainBytes = Limits().Bytes,
        };
        KanaRecordingInfo recording = Start(stop => RecordingHost.Start(options, stop), options.Path);
        if (recording.Recorder.TornBytes > 0)
        {
            WriteWarning(FormattableString.Invariant($"The recording before was not closed: its last {recording.Recorder.TornBytes} bytes were incomplete, and were moved to a file beside it. The recording goes on."));
        }

        WriteObject(recording);
        foreach (string failure in Await((onRetry, stop) => RecordingRest.RunAsync(recording, KeyFor(endpoint), ChosenWallets, ChosenMarkets, onRetry, stop)))
        {
            WriteVerbose(failure);
        }
    }

    private string FolderPath()
    {
        string path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out ProviderInfo provider, out _);
        return provider.Name == "FileSystem"
            ? path
            : throw Terminate(ErrorRecords.From(
                new KanaException(KanaErrorKind.RecordingUnwritable, $"'{Path}' is not in the file system.", "Give a folder of a file system."),
                Path));
    }

    private (TimeSpan? Age, long? Bytes) Limits()
    {
        (TimeSpan? Age, long? Bytes) limits = default;
        foreach (string text in Retain ?? [])
        {
            if (!RetentionLimits.TryRead(text, out TimeSpan? age, out long? bytes))
            {
                throw Terminate(ErrorRecords.Of(
                    KanaErrors.RetentionLimit,
                    text,
                    $"'{text}' is neither an age nor a size.",
                    "Give an age of a minute or more, such as 7d, 12h or 90m, or a size of 1MB or more, such as 20GB."));
            }

            limits = (limits.Age ?? age, limits.Bytes ?? bytes);
        }

        return limits;
    }
}
