using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Waits until bridges end: for scripts and services that do nothing else.</summary>
[Cmdlet(VerbsLifecycle.Wait, "KanaBridge")]
[OutputType(typeof(KanaBridgeInfo))]
public sealed class WaitKanaBridgeCommand : BridgeCommand, IDisposable
{
    private readonly BackgroundWait<KanaBridgeInfo> _wait;

    /// <summary>Makes the command.</summary>
    public WaitKanaBridgeCommand()
    {
        _wait = new(this, new Words());
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

    private sealed class Words : IBackgroundWords<KanaBridgeInfo>
    {
        public string Retrying(KanaBridgeInfo run) => $"{run.LastError} The bridge tries again each second, and keeps what comes in memory as far as there is room.";

        public string GoesOn(KanaBridgeInfo run) => $"The broker {run.Server} takes messages again. The bridge goes on.";

        public string Activity(KanaBridgeInfo run) => $"Publishing to {run.Server}";

        public string Status(KanaBridgeInfo run) => FormattableString.Invariant(
            $"{run.State}: {run.Leading} of {run.Feeds.Count} feeds, {run.Messages:N0} messages, {run.Published:N0} published, {run.BytesWaiting / 1e6:N1} MB waiting, {run.Gaps} gaps");
    }
}
