using System.Management.Automation;
using KanaPerps.Recording;

namespace KanaPerps.PowerShell;

/// <summary>Stops recordings of this process: the ones named, or all. What has come is written first.</summary>
[Cmdlet(VerbsLifecycle.Stop, "KanaRecording")]
public sealed class StopKanaRecordingCommand : RecordingCommand
{
    // A drive that hangs must not keep the session.
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<KanaRecordingInfo> recordings = Named();
        RecordingHost.Stop(recordings, s_time);
        foreach (KanaRecordingInfo recording in recordings)
        {
            if (recording.Recorder.EndError is { } error)
            {
                WriteError(ErrorRecords.From(error, recording.Path));
            }
            else if (!recording.Recorder.Completion.IsCompleted)
            {
                WriteError(ErrorRecords.From(RecorderErrors.NoAnswer(recording.Path), recording.Path));
            }
        }
    }
}
