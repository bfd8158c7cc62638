using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace KanaPerps.PowerShell.Formatting;

/// <summary>
/// Tells a session what the objects look like, and what else it should know of their types, once. The first command does it and not the manifest:
/// in a fresh process it takes PowerShell longer than all the rest of an import, and a stream has the time while it dials. Views and type data go
/// together, since a view shows nothing without the hidden properties. Until then a session shows what comes from files and jobs in its own way.
/// </summary>
internal static class SessionViews
{
    /// <summary>The file with the views.</summary>
    internal static string File { get; } = Path.Combine(Path.GetDirectoryName(typeof(SessionViews).Assembly.Location)!, "KanaPerps.Format.ps1xml");

    // Asking the engine whether it knows the types takes longer than this by milliseconds.
    private static readonly ConditionalWeakTable<Runspace, string> s_told = [];

    /// <summary>Is held while the views of a runspace change: the runspaces of a pool share the lists in which PowerShell keeps them.</summary>
    internal static Lock Gate { get; } = new();

    /// <summary>Loads the views and the type data, unless the runspace of this thread has them.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static string? Load()
    {
        Runspace runspace = Runspace.DefaultRunspace;
        if (s_told.TryGetValue(runspace, out _))
        {
            return null;
        }

        string? problem;
        lock (Gate)
        {
            problem = Tell();
        }

        s_told.AddOrUpdate(runspace, File);
        return problem;
    }

    private static string? Tell()
    {
        using System.Management.Automation.PowerShell shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        Add(shell, "Update-TypeData").AddParameter("TypeData", TypeTable.MakeTypeData()).AddParameter("Force", true).AddStatement();
        Add(shell, "Update-FormatData").AddParameter("AppendPath", WildcardPattern.Escape(File));
        try
        {
            _ = shell.Invoke();
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            return e.Message;
        }

        return shell.Streams.Error is [ErrorRecord error, ..] ? error.ToString() : null;
    }

    /// <summary>Adds a command by its type: by its name PowerShell would first import a module of a hundred commands.</summary>
    /// <param name="shell">Where to add it.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The same shell. The session may prefer to be asked, or to be told what would be done: the command does neither.</returns>
    internal static System.Management.Automation.PowerShell Add(System.Management.Automation.PowerShell shell, string name)
    {
        Type? command = Type.GetType($"Microsoft.PowerShell.Commands.{name.Replace("-", "", StringComparison.Ordinal)}Command, Microsoft.PowerShell.Commands.Utility");
        _ = command is null ? shell.AddCommand(name) : shell.AddCommand(new CmdletInfo(name, command));
        return shell.AddParameter("WhatIf", false).AddParameter("Confirm", false);
    }
}
