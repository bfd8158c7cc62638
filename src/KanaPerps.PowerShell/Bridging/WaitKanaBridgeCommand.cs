using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Waits until bridges end: for scripts and services that do nothing else.</summary>
[Cmdlet(VerbsLifecycle.Wait, "KanaBridge")]
[OutputType(typeof(KanaBridgeInfo))]
public sealed class WaitKanaBridgeCommand : BridgeCommand, IDisposable
{
    private readonly BackgroundWait _wait;

    /// <summary>Makes the command.</summary>
    public WaitKanaBridgeCommand()
    {
        _wait = new(this);
    }

    /// <summary>Stops waiting, without an error, after this many seconds. The bridges go on.</summary>
    [Parameter(HelpMessage = "Stops waiting, without an error, after this many seconds; the bridges continue.")]
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
