using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace KanaPerps.PowerShell.Formatting;

/// <summary>
/// Tells the session what it should know of the types, once. The manifest names no file of types for that: a second copy of the module, or another
/// version of it, would fail with an error for each member, though its types are those of the assembly that is already loaded.
/// </summary>
public sealed class TypeDataLoader : IModuleAssemblyInitializer
{
    // Asking the engine whether it knows the types takes longer than this by milliseconds.
    private static readonly ConditionalWeakTable<Runspace, TypeDataLoader> s_told = [];

    // Taken by its type: by its name PowerShell would first import a module of a hundred commands.
    private static readonly Type? s_command = Type.GetType("Microsoft.PowerShell.Commands.UpdateTypeDataCommand, Microsoft.PowerShell.Commands.Utility");

    /// <inheritdoc/>
    public void OnImport()
    {
        DependencyContext.Register();
        if (s_told.TryGetValue(Runspace.DefaultRunspace, out _))
        {
            return;
        }

        using System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        _ = s_command is null ? shell.AddCommand("Update-TypeData") : shell.AddCommand(new CmdletInfo("Update-TypeData", s_command));
        shell.AddParameter("TypeData", TypeTable.MakeTypeData()).AddParameter("Force", true).Invoke();
        s_told.AddOrUpdate(Runspace.DefaultRunspace, this);
    }
}
