namespace KanaPerps.Build.Tasks;

/// <summary>Removes what the other tasks made.</summary>
internal sealed class CleanTask : ITask
{
    private static readonly string[] s_homes = ["src", "tests", "samples", "benchmarks", "build"];

    public string Name => "clean";

    public string Summary => "removes out and every bin and obj";

    public int Run(Workspace workspace)
    {
        Delete(workspace.Out);
        foreach (string home in s_homes.Select(h => workspace.At(h)).Where(Directory.Exists))
        {
            foreach (string project in Directory.EnumerateFiles(home, "*.csproj", SearchOption.AllDirectories).ToArray())
            {
                string folder = Path.GetDirectoryName(project)!;
                Delete(Path.Combine(folder, "bin"));
                Delete(Path.Combine(folder, "obj"));
            }
        }

        Console.WriteLine("Clean.");
        return 0;
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Already clean.
        }
        catch (UnauthorizedAccessException) when (AppContext.BaseDirectory.StartsWith(folder, StringComparison.Ordinal))
        {
            // Windows holds on to a program that runs, and this is it.
        }
    }
}
