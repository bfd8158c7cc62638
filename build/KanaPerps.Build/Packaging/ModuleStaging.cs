using KanaPerps.Build.Help;
using KanaPerps.Build.Views;

namespace KanaPerps.Build.Packaging;

/// <summary>Puts the module's folder together.</summary>
internal static class ModuleStaging
{
    private static readonly string[] s_rootFiles = ["KanaPerps.psd1", "README.md", "LICENSE", "THIRD-PARTY-NOTICES.txt", "CHANGELOG.md"];

    // What the README links to.
    private static readonly string[] s_pages = ["performance.md", "venue.md"];

    // PowerShell looks for assemblies in the module's folder, so only those that are its own may lie there.
    private static readonly string[] s_assemblies = ["KanaPerps.PowerShell.dll", "KanaPerps.Client.dll", "KanaPerps.Simulator.dll"];

    // What stands between the module and packages.
    private static readonly string[] s_bridges = ["KanaPerps.Nats", "KanaPerps.Parquet", "KanaPerps.WebSockets"];

    /// <summary>Replaces the staged folder by a complete new one.</summary>
    /// <param name="workspace">The repository, its module compiled in Release.</param>
    public static void Stage(Workspace workspace)
    {
        string fresh = Path.Combine(workspace.Out, ".staging");
        Remove(fresh);
        Fill(workspace, "Release", fresh);

        // The old folder goes only once the new one is whole.
        Remove(workspace.ModuleFolder);
        Directory.Move(fresh, workspace.ModuleFolder);
    }

    /// <summary>Puts all that makes the module into a new folder.</summary>
    /// <param name="workspace">The repository.</param>
    /// <param name="configuration">The configuration that was compiled.</param>
    /// <param name="moduleFolder">The folder to make.</param>
    public static void Fill(Workspace workspace, string configuration, string moduleFolder)
    {
        string compiled = workspace.OutputOf("KanaPerps.PowerShell", configuration);
        Directory.CreateDirectory(moduleFolder);
        Copy(s_rootFiles, workspace.Root, moduleFolder);
        Copy(s_assemblies, compiled, moduleFolder);
        CopyDependencies(workspace, configuration, moduleFolder);
        ViewFiles.Write(workspace.At("src", "KanaPerps.PowerShell", "Views"), compiled, moduleFolder);
        HelpFiles.Write(workspace, moduleFolder);
        Copy(s_pages, workspace.At("docs"), Directory.CreateDirectory(Path.Combine(moduleFolder, "docs")).FullName);
        CopyExamples(workspace, moduleFolder);
    }

    // The bridges and their packages are what the bridges' projects put out: what a new version of a package brings along comes by itself. Several may have the
    // same package, and then in the same version.
    private static void CopyDependencies(Workspace workspace, string configuration, string moduleFolder)
    {
        string target = Directory.CreateDirectory(Path.Combine(moduleFolder, "dependencies")).FullName;
        foreach (string file in s_bridges.SelectMany(b => Directory.EnumerateFiles(workspace.OutputOf(b, configuration), "*.dll")))
        {
            string copy = Path.Combine(target, Path.GetFileName(file));
            if (!File.Exists(copy))
            {
                File.Copy(file, copy);
            }
            else if (!File.ReadAllBytes(copy).AsSpan().SequenceEqual(File.ReadAllBytes(file)))
            {
                throw new BuildException($"{string.Join(" and ", s_bridges)} put out {Path.GetFileName(file)} in different versions. Reference one version of its package in both.");
            }
        }
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
