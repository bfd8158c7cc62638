using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Waits until recordings end: for scripts and services that do nothing else.</summary>
[Cmdlet(VerbsLifecycle.Wait, "KanaRecording")]
[OutputType(typeof(KanaRecordingInfo))]
public sealed class WaitKanaRecordingCommand : RecordingCommand, IDisposable
{
    private readonly BackgroundWait<KanaRecordingInfo> _wait;

    /// <summary>Makes the command.</summary>
    public WaitKanaRecordingCommand()
    {
        _wait = new(this, new Words());
    }

    /// <summary>Stops waiting, without an error, after this many seconds. The recordings go on.</summary>
    [Parameter(HelpMessage = "Stops waiting, without an error, after this many seconds; the recordings continue.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [Alias("Timeout")]
    [ValidateRange(0.001, 1e9)]
    public double TimeoutSec { get; set; }

    /// <inheritdoc/>
    protected override void StopProcessing() => _wait.Stop();

    /// <inheritdoc/>
    protected override void ProcessRecord() => _wait.Add(Named());

    /// <inheritdoc/>
    protected override void EndProcessing() => _wait.Run(TimeoutSec);

    /// <inheritdoc/>
    public void Dispose() => _wait.Dispose();

    private sealed class Words : IBackgroundWords<KanaRecordingInfo>
    {
        public string Retrying(KanaRecordingInfo run) => $"{run.LastError} The recording tries again each second, and keeps what comes in memory as far as there is room.";

        public string GoesOn(KanaRecordingInfo run) => $"'{run.Path}' can be written to again. The recording goes on.";

        public string Activity(KanaRecordingInfo run) => $"Recording to {run.Path}";

        public string Status(KanaRecordingInfo run) => FormattableString.Invariant(
            $"{run.State}: {run.Feeds.Count} feeds, {run.Messages:N0} messages, {run.Bytes / 1e6:N1} MB as {run.BytesWritten / 1e6:N1} MB, {run.Gaps} gaps");
    }
}
