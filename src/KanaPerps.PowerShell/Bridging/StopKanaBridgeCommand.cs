using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Stops bridges of this process: the ones named, or all. What has come is published first, and another bridge of the same feeds goes on.</summary>
[Cmdlet(VerbsLifecycle.Stop, "KanaBridge")]
public sealed class StopKanaBridgeCommand : BridgeCommand
{
    // A broker that does not answer must not keep the session.
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<KanaBridgeInfo> bridges = Named();
        BridgeHost.Stop(bridges, s_time);
        foreach (KanaBridgeInfo bridge in bridges)
        {
            if (bridge.Bridge.EndError is { } error)
            {
                WriteError(ErrorRecords.From(error, bridge.ToString()));
            }
        }
    }
}
