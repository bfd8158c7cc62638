using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Waits until recordings end: for scripts and services that do nothing else.</summary>
[Cmdlet(VerbsLifecycle.Wait, "KanaRecording")]
[OutputType(typeof(KanaRecordingInfo))]
public sealed class WaitKanaRecordingCommand : RecordingCommand, IDisposable
{
    private readonly BackgroundWait _wait;

    /// <summary>Makes the command.</summary>
    public WaitKanaRecordingCommand()
    {
        _wait = new(this);
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
}
