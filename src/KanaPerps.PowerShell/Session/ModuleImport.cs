using System.Management.Automation;
using System.Management.Automation.Runspaces;
using KanaPerps.PowerShell.Formatting;

namespace KanaPerps.PowerShell;

/// <summary>Runs when the module is imported into a runspace.</summary>
public sealed class ModuleImport : IModuleAssemblyInitializer
{
    // The runspace that a PowerShell process starts with.
    private const int FirstRunspace = 1;

    /// <inheritdoc/>
    public void OnImport()
    {
        DependencyContext.Register();

        // A further runspace is handed objects of others, and may show them without a command of its own. The engine is compiled by then.
        if (Runspace.DefaultRunspace.Id != FirstRunspace)
        {
            _ = SessionViews.Load();
        }
    }
}
