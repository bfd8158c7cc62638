using KanaPerps.Build.Packaging;

namespace KanaPerps.Build.Tasks;

/// <summary>Packs the staged folder: as a ZIP file to unpack in a module path, and as a package for a gallery.</summary>
internal sealed class PackageTask : ITask
{
    public string Name => "package";

    public string Summary => "builds, then packs out/KanaPerps as a .zip and a .nupkg";

    public int Run(Workspace workspace)
    {
        new BuildTask().Run(workspace);
        ModuleManifest manifest = ModuleManifest.Read(workspace);
        string stem = Path.Combine(workspace.Out, $"KanaPerps.{manifest.Version}");
        (string Name, byte[] Content)[] files = [.. ReproducibleZip.FilesOf(workspace.ModuleFolder)];
        Write($"{stem}.zip", files.Select(f => ($"KanaPerps/{f.Name}", f.Content)));
        Write($"{stem}.nupkg", files.Concat(NuGetPackage.Parts(manifest, files.Select(f => f.Name))));
        return 0;
    }

    private static void Write(string path, IEnumerable<(string Name, byte[] Content)> entries)
    {
        ReproducibleZip.Write(path, entries);
        Console.WriteLine(Path.GetRelativePath(Environment.CurrentDirectory, path));
    }
}
