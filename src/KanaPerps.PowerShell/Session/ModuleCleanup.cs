using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace KanaPerps.PowerShell;

/// <summary>
/// Gives back on Remove-Module what no runspace uses any more. PowerShell makes a new instance to call this, and calls nothing when
/// a runspace just closes: hence all state is static, and what another runspace is watching stays.
/// </summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        EventPump.UnsubscribeAll(Runspace.DefaultRunspace);
        RecordingHost.StopOf(Runspace.DefaultRunspace);
        BridgeHost.StopOf(Runspace.DefaultRunspace);
        KanaSession.Connections.CloseUnusedAsync().Wait(TimeSpan.FromSeconds(2));
        SimulatorHost.StopUnused();
        ReplayHost.StopUnused();
    }
}
