using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Shows the simulators that run in this process.</summary>
[Cmdlet(VerbsCommon.Get, "KanaSimulator")]
[OutputType(typeof(KanaSimulatorInfo))]
public sealed class GetKanaSimulatorCommand : ModuleCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(SimulatorHost.Running, enumerateCollection: true);
}
