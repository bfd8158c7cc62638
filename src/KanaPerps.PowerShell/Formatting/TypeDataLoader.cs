using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace KanaPerps.PowerShell.Formatting;

/// <summary>
/// Tells the session what it should know of the types, once. The manifest does not name <c>KanaPerps.Types.ps1xml</c> for that: a second copy of the
/// module, or another version of it, would fail with an error for each member, though its types are those of the assembly that is already loaded.
/// </summary>
public sealed class TypeDataLoader : IModuleAssemblyInitializer
{
    // Taken by its type: by its name PowerShell would first import a module of a hundred commands.
    private static readonly Type? s_command = Type.GetType("Microsoft.PowerShell.Commands.UpdateTypeDataCommand, Microsoft.PowerShell.Commands.Utility");

    /// <inheritdoc/>
    public void OnImport()
    {
        DependencyContext.Register();
        if (PSObject.AsPSObject(default(BookLevel)).Properties[RowCells.PropertyName] is not null)
        {
            return;
        }

        string folder = Path.GetDirectoryName(typeof(TypeDataLoader).Assembly.Location)!;
        TypeData[] types = [.. TypeDataFile.Read(Path.Combine(folder, "KanaPerps.Types.ps1xml"))];
        using System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        _ = s_command is null ? shell.AddCommand("Update-TypeData") : shell.AddCommand(new CmdletInfo("Update-TypeData", s_command));
        shell.AddParameter("TypeData", types).AddParameter("Force", true).Invoke();
    }
}
