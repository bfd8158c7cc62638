using System.Management.Automation;
using KanaPerps.Recording;

namespace KanaPerps.PowerShell;

/// <summary>Waits until recordings end: for scripts and services that do nothing else.</summary>
[Cmdlet(VerbsLifecycle.Wait, "KanaRecording")]
[OutputType(typeof(KanaRecordingInfo))]
public sealed class WaitKanaRecordingCommand : RecordingCommand, IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<KanaRecordingInfo> _waiting = [];
    private readonly Dictionary<KanaRecordingInfo, RecorderState> _told = [];
    private StreamRun? _run;

    /// <summary>Stops waiting, without an error, after this many seconds. The recordings go on.</summary>
    [Parameter(HelpMessage = "Stops waiting, without an error, after this many seconds; the recordings continue.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [Alias("Timeout")]
    [ValidateRange(0.001, 1e9)]
    public double TimeoutSec { get; set; }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    protected override void ProcessRecord() => _waiting.AddRange(Named().Except(_waiting));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Deadline deadline = new(TimeoutSec > 0 ? TimeSpan.FromSeconds(TimeoutSec) : Timeout.InfiniteTimeSpan);
        _run = TerminationSignals.Enter();
        using CancellationTokenSource wake = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _run.Ending);
        while (_waiting.Count > 0 && !deadline.IsOver && !wake.IsCancellationRequested)
        {
            Task.WaitAny([.. _waiting.Select(r => r.Recorder.Completion), Task.Delay(deadline.RemainingUpTo(s_interval), wake.Token)], CancellationToken.None);
            Look();
        }

        if (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_run is not null)
        {
            TerminationSignals.Leave(_run);
        }

        _stop.Dispose();
    }

    private void Look()
    {
        foreach (KanaRecordingInfo recording in _waiting.ToArray())
        {
            Tell(recording);
            if (recording.Recorder.Completion.IsCompleted)
            {
                _waiting.Remove(recording);
                WriteObject(recording);
            }
        }
    }

    private void Tell(KanaRecordingInfo recording)
    {
        RecorderState state = recording.State;
        RecorderState told = _told.GetValueOrDefault(recording);
        _told[recording] = state;
        if (state == RecorderState.Retrying && told != state)
        {
            WriteWarning($"{recording.LastError} The recording tries again each second, and keeps what comes in memory as far as there is room.");
        }
        else if (state == RecorderState.Recording && told == RecorderState.Retrying)
        {
            WriteWarning($"'{recording.Path}' can be written to again. The recording goes on.");
        }
        else if (state == RecorderState.Stopped && told != state && recording.Recorder.EndError is { } error)
        {
            WriteError(ErrorRecords.From(error, recording.Path));
        }

        bool isOver = state == RecorderState.Stopped;
        WriteProgress(new ProgressRecord(recording.Id, $"Recording to {recording.Path}", Status(recording)) { RecordType = isOver ? ProgressRecordType.Completed : ProgressRecordType.Processing });
    }

    private static string Status(KanaRecordingInfo recording) => FormattableString.Invariant(
        $"{recording.State}: {recording.Feeds.Count} feeds, {recording.Messages:N0} messages, {recording.Bytes / 1e6:N1} MB as {recording.BytesWritten / 1e6:N1} MB, {recording.Gaps} gaps");
}
