using KanaPerps.Build.Help;

namespace KanaPerps.Build.Packaging;

/// <summary>Puts the module's folder together.</summary>
internal static class ModuleStaging
{
    private static readonly string[] s_rootFiles = ["KanaPerps.psd1", "README.md", "LICENSE", "CHANGELOG.md"];
    private static readonly string[] s_viewFiles = ["KanaPerps.Format.ps1xml", "KanaPerps.Types.ps1xml"];

    // Named one by one: PowerShell carries everything else, and a second System.Text.Json would break sessions.
    private static readonly string[] s_assemblies = ["KanaPerps.PowerShell.dll", "KanaPerps.Client.dll", "KanaPerps.Simulator.dll"];

    /// <summary>Replaces the staged folder by a complete new one.</summary>
    /// <param name="workspace">The repository, its module compiled in Release.</param>
    public static void Stage(Workspace workspace)
    {
        string source = workspace.At("src", "KanaPerps.PowerShell");
        string fresh = Path.Combine(workspace.Out, ".staging");
        Remove(fresh);
        Directory.CreateDirectory(fresh);
        Copy(s_rootFiles, workspace.Root, fresh);
        Copy(s_viewFiles, source, fresh);
        Copy(s_assemblies, Path.Combine(source, "bin", "Release", "net8.0"), fresh);
        HelpFiles.Write(workspace, fresh);

        // The old folder goes only once the new one is whole.
        Remove(workspace.ModuleFolder);
        Directory.Move(fresh, workspace.ModuleFolder);
    }

    private static void Copy(string[] names, string source, string target)
    {
        foreach (string name in names)
        {
            File.Copy(Path.Combine(source, name), Path.Combine(target, name));
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BuildException($"{folder} can't be replaced ({e.Message.TrimEnd('.')}). Close the PowerShell sessions that have the module loaded.");
        }
    }
}
