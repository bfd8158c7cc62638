using KanaPerps.Build.Help;
using KanaPerps.Build.Views;

namespace KanaPerps.Build.Packaging;

/// <summary>Puts the module's folder together.</summary>
internal static class ModuleStaging
{
    private static readonly string[] s_rootFiles = ["KanaPerps.psd1", "README.md", "LICENSE", "CHANGELOG.md"];

    // Named one by one: PowerShell carries everything else, and a second System.Text.Json would break sessions.
    private static readonly string[] s_dependencies =
    [
        "KanaPerps.WebSockets.dll", "Websocket.Client.dll", "System.Reactive.dll", "Microsoft.IO.RecyclableMemoryStream.dll",
        "Microsoft.Extensions.Logging.Abstractions.dll", "Microsoft.Extensions.DependencyInjection.Abstractions.dll",
    ];

    private static readonly string[] s_assemblies = ["KanaPerps.PowerShell.dll", "KanaPerps.Client.dll", "KanaPerps.Simulator.dll"];

    /// <summary>Replaces the staged folder by a complete new one.</summary>
    /// <param name="workspace">The repository, its module compiled in Release.</param>
    public static void Stage(Workspace workspace)
    {
        string fresh = Path.Combine(workspace.Out, ".staging");
        Remove(fresh);
        Fill(workspace, workspace.At("src", "KanaPerps.PowerShell", "bin", "Release", "net10.0"), fresh);

        // The old folder goes only once the new one is whole.
        Remove(workspace.ModuleFolder);
        Directory.Move(fresh, workspace.ModuleFolder);
    }

    /// <summary>Puts all that makes the module into a new folder.</summary>
    /// <param name="workspace">The repository.</param>
    /// <param name="compiled">The folder with the compiled assemblies.</param>
    /// <param name="moduleFolder">The folder to make.</param>
    public static void Fill(Workspace workspace, string compiled, string moduleFolder)
    {
        Directory.CreateDirectory(moduleFolder);
        Copy(s_rootFiles, workspace.Root, moduleFolder);
        Copy(s_assemblies, compiled, moduleFolder);
        Copy(s_dependencies, compiled, Directory.CreateDirectory(Path.Combine(moduleFolder, "dependencies")).FullName);
        ViewFiles.Write(workspace.At("src", "KanaPerps.PowerShell", "Views"), compiled, moduleFolder);
        HelpFiles.Write(workspace, moduleFolder);
        CopyExamples(workspace, moduleFolder);
    }

    private static void Copy(string[] names, string source, string target)
    {
        foreach (string name in names)
        {
            File.Copy(Path.Combine(source, name), Path.Combine(target, name));
        }
    }

    private static void CopyExamples(Workspace workspace, string moduleFolder)
    {
        string target = Path.Combine(moduleFolder, "examples");
        Directory.CreateDirectory(target);
        string source = workspace.At("examples");
        Copy([.. Directory.EnumerateFiles(source, "*.ps1").Select(f => Path.GetFileName(f))], source, target);
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
