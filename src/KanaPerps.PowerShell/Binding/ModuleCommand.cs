using System.Management.Automation;
using KanaPerps.PowerShell.Formatting;

namespace KanaPerps.PowerShell;

/// <summary>What every cmdlet of the module shares: the session has the views before the first object is written.</summary>
public abstract class ModuleCommand : PSCmdlet
{
    /// <summary>Whether the views are loaded first of all. A cmdlet that says no loads them while it waits for the network.</summary>
    private protected virtual bool LoadsViewsFirst => true;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        SessionEnd.NoteConsole(Host);
        if (LoadsViewsFirst)
        {
            LoadViews();
        }
    }

    /// <summary>Gives the session the views, unless it has them, and fits their tables to the window.</summary>
    internal void LoadViews()
    {
        WindowTables.Fit(Host);
        if (SessionViews.Load() is { } problem)
        {
            WriteWarning($"The tables of this module could not be loaded: {problem} Its objects are shown with all their properties instead.");
        }
    }
}
