using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Stops simulators of this process: the ones named, or all.</summary>
[Cmdlet(VerbsLifecycle.Stop, "KanaSimulator")]
public sealed class StopKanaSimulatorCommand : ModuleCommand
{
    /// <summary>The ids of the simulators, as Get-KanaSimulator gives them; all by default.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The ids of the simulators, as Get-KanaSimulator lists them; all by default.")]
    [ArgumentCompleter(typeof(SimulatorIdCompleter))]
    public int[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<KanaSimulatorInfo> running = SimulatorHost.Running;
        foreach (int id in Id ?? [.. running.Select(s => s.Id)])
        {
            if (running.FirstOrDefault(s => s.Id == id) is { } simulator)
            {
                SimulatorHost.Stop(simulator);
            }
            else
            {
                WriteError(ErrorRecords.Of(KanaErrors.SimulatorNotFound, id, $"No simulator has the id {id}.", "Get-KanaSimulator lists the running simulators."));
            }
        }
    }
}
