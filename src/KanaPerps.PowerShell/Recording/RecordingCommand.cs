using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>What the commands share that take recordings of this process.</summary>
public abstract class RecordingCommand : ModuleCommand
{
    private protected RecordingCommand()
    {
    }

    /// <summary>The ids of the recordings, as Get-KanaRecording gives them; all by default.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The ids of the recordings, as Get-KanaRecording lists them; all by default.")]
    [ArgumentCompleter(typeof(RecordingIdCompleter))]
    public int[]? Id { get; set; }

    /// <summary>The recordings that are named, with an error for each that does not exist.</summary>
    private protected IReadOnlyList<KanaRecordingInfo> Named()
    {
        IReadOnlyList<KanaRecordingInfo> all = RecordingHost.All;
        if (Id is null)
        {
            return all;
        }

        foreach (int id in Id.Where(id => all.All(r => r.Id != id)))
        {
            WriteError(ErrorRecords.Of(KanaErrors.RecordingIdNotFound, id, FormattableString.Invariant($"No recording of this process has the id {id}."), "Get-KanaRecording lists the recordings."));
        }

        return [.. all.Where(r => Id.Contains(r.Id))];
    }
}
