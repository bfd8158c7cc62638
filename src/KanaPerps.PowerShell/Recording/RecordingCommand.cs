using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>What the commands share that take recordings of this process.</summary>
public abstract class RecordingCommand : BackgroundCommand
{
    private protected RecordingCommand()
    {
    }

    /// <summary>The ids of the recordings, as Get-KanaRecording gives them; all by default.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The ids of the recordings, as Get-KanaRecording lists them; all by default.")]
    [ArgumentCompleter(typeof(RecordingIdCompleter))]
    public int[]? Id { get; set; }

    /// <summary>The recordings that are named, with an error for each that does not exist.</summary>
    private protected IReadOnlyList<KanaRecordingInfo> Named() => Named(RecordingHost.All, Id, KanaErrors.RecordingIdNotFound, "recording");
}
