using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Stops replays of this process: the ones named, or all.</summary>
[Cmdlet(VerbsLifecycle.Stop, "KanaReplay")]
public sealed class StopKanaReplayCommand : ModuleCommand
{
    /// <summary>The ids of the replays, as Get-KanaReplay gives them; all by default.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The ids of the replays to stop, as Get-KanaReplay gives them; all by default.")]
    [ArgumentCompleter(typeof(ReplayIdCompleter))]
    public int[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<KanaReplayInfo> running = ReplayHost.Running;
        foreach (int id in Id ?? [.. running.Select(r => r.Id)])
        {
            if (running.FirstOrDefault(r => r.Id == id) is { } replay)
            {
                ReplayHost.Stop(replay);
            }
            else
            {
                WriteError(ErrorRecords.Of(KanaErrors.ReplayNotFound, id, $"No replay has the id {id}.", "Get-KanaReplay lists the running replays."));
            }
        }
    }
}
