namespace KanaPerps.Build;

/// <summary>The repository: where things are.</summary>
internal sealed class Workspace
{
    private const string ManifestName = "KanaPerps.psd1";

    private Workspace(string root)
    {
        Root = root;
    }

    /// <summary>Whether this runs in CI, as nearly every such service says.</summary>
    public static bool IsUnattended => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    public string Root { get; }

    /// <summary>All that tasks make, beside bin and obj.</summary>
    public string Out => Path.Combine(Root, "out");

    /// <summary>The module as a user gets it.</summary>
    public string ModuleFolder => Path.Combine(Out, "KanaPerps");

    public string ModuleManifest => Path.Combine(Root, ManifestName);

    public string Solution => Path.Combine(Root, "KanaPerps.PowerShell.sln");

    /// <summary>Where test runs leave their results.</summary>
    public string TestResults => Path.Combine(Out, "TestResults");

    /// <summary>Finds the repository that this program was built in.</summary>
    public static Workspace Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, ManifestName)))
            {
                return new Workspace(folder.FullName);
            }
        }

        throw new BuildException($"No folder above {AppContext.BaseDirectory} holds {ManifestName}: run this program from its repository.");
    }

    /// <summary>A path as it can be pasted into the shell that the task was started from.</summary>
    /// <remarks>build.sh and build.ps1 change to the repository, and pass on where they were called.</remarks>
    public static string Pasteable(string path) =>
        Pasteable(path, Environment.GetEnvironmentVariable("KANA_BUILD_FROM") is { Length: > 0 } caller ? caller : Environment.CurrentDirectory);

    internal static string Pasteable(string path, string from)
    {
        string relative = Path.GetRelativePath(from, path);
        string shown = relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? path : Path.Combine(".", relative);
        return shown.Any(c => !char.IsAsciiLetterOrDigit(c) && !"./\\:-_".Contains(c, StringComparison.Ordinal)) ? $"'{shown.Replace("'", "''", StringComparison.Ordinal)}'" : shown;
    }

    /// <summary>The folder that a project of the module is compiled into.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="configuration">Such as Release.</param>
    public string OutputOf(string project, string configuration) => At("src", project, "bin", configuration, "net10.0");

    /// <summary>A path in the repository.</summary>
    public string At(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);
}
