using System.Management.Automation;
using KanaPerps.Recording;

namespace KanaPerps.PowerShell;

/// <summary>Copies what can be read of a recording into a new folder.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "KanaRecording")]
[OutputType(typeof(RecordingRepair))]
public sealed class RepairKanaRecordingCommand : RecordingReadCommand
{
    /// <summary>The folder for the clean copy: a new one, or an empty one.</summary>
    [Parameter(Mandatory = true, Position = 1, HelpMessage = "A new or empty folder for the clean copy.")]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    private protected override void Process(string folder)
    {
        string destination = "";
        RecordingRepair? repair = null;
        long read = 0;
        long total = 0;
        ErrorRecord? error = Try(() => destination = FileSystemPath(Destination), Destination);
        error ??= Try(
            () => Await(
                stop =>
                {
                    RecordingFolder recording = RecordingFolder.Open(folder);
                    Volatile.Write(ref total, recording.Files.Sum(f => f.Length));
                    return repair = new RecordingRepairer(recording, destination).Run(done => Volatile.Write(ref read, done), stop);
                },
                () => ShowProgress(folder, Volatile.Read(ref read), Volatile.Read(ref total))),
            folder);
        HideProgress();
        if (error is not null)
        {
            WriteError(error);
            return;
        }

        WriteObject(repair);
    }
}
