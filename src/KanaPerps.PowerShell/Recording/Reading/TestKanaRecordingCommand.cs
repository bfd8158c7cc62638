using System.Management.Automation;
using KanaPerps.Recording;

namespace KanaPerps.PowerShell;

/// <summary>Reads recordings to see whether they are whole.</summary>
[Cmdlet(VerbsDiagnostic.Test, "KanaRecording")]
[OutputType(typeof(RecordingCheck), typeof(bool))]
public sealed class TestKanaRecordingCommand : RecordingReadCommand
{
    /// <summary>Writes True or False for each recording, and nothing else.</summary>
    [Parameter(HelpMessage = "Write True or False for each recording instead of what was found.")]
    public SwitchParameter Quiet { get; set; }

    private protected override void Process(string folder)
    {
        IReadOnlyList<RecordingCheck> checks = [];
        long read = 0;
        long total = 0;
        ErrorRecord? error = Try(
            () => Await(
                stop =>
                {
                    RecordingFolder recording = RecordingFolder.Open(folder);
                    Volatile.Write(ref total, recording.Files.Sum(f => f.Length));
                    return checks = new RecordingChecker(recording).Run(done => Volatile.Write(ref read, done), stop);
                },
                () => ShowProgress(folder, Volatile.Read(ref read), Volatile.Read(ref total))),
            folder);
        HideProgress();
        if (error is not null)
        {
            WriteError(error);
        }

        if (Quiet)
        {
            WriteObject(error is null && checks.All(c => c.Passed));
            return;
        }

        WriteObject(checks, enumerateCollection: true);
    }
}
