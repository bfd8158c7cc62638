namespace KanaPerps.Build;

/// <summary>The repository: where things are.</summary>
internal sealed class Workspace
{
    private const string ManifestName = "KanaPerps.psd1";

    private Workspace(string root)
    {
        Root = root;
    }

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

    /// <summary>A path in the repository.</summary>
    public string At(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);
}
