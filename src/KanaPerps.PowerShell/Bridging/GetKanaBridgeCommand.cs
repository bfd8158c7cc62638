using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Shows the bridges of this process, those that have ended by themselves included.</summary>
[Cmdlet(VerbsCommon.Get, "KanaBridge")]
[OutputType(typeof(KanaBridgeInfo))]
public sealed class GetKanaBridgeCommand : BridgeCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(Named(), enumerateCollection: true);
}
