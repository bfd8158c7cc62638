using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Shows the replays that run in this process.</summary>
[Cmdlet(VerbsCommon.Get, "KanaReplay")]
[OutputType(typeof(KanaReplayInfo))]
public sealed class GetKanaReplayCommand : ModuleCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(ReplayHost.Running, enumerateCollection: true);
}
