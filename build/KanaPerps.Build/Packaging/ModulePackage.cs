using System.Text;

namespace KanaPerps.Build.Packaging;

/// <summary>The files that the module is published as. They depend on nothing but the module's folder and its commit.</summary>
internal static class ModulePackage
{
    /// <summary>Writes both: a ZIP file to unpack in a module path, and a package for a gallery.</summary>
    /// <param name="manifest">The module's manifest.</param>
    /// <param name="moduleFolder">The module's folder.</param>
    /// <param name="target">The folder to write them to.</param>
    /// <param name="commit">The commit that the folder was made from, or null when that is not known.</param>
    /// <returns>Their paths.</returns>
    public static IReadOnlyList<string> Write(ModuleManifest manifest, string moduleFolder, string target, string? commit)
    {
        string stem = Path.Combine(target, $"KanaPerps.{manifest.Version}");
        (string Name, byte[] Content)[] files = [.. ReproducibleZip.FilesOf(moduleFolder)];
        ReproducibleZip.Write($"{stem}.zip", files.Select(f => ($"KanaPerps/{f.Name}", f.Content)));
        string notes = ReleaseNotes.Of(Encoding.UTF8.GetString(files.Single(f => f.Name == "CHANGELOG.md").Content), manifest.Version);
        ReproducibleZip.Write($"{stem}.nupkg", files.Concat(NuGetPackage.Parts(manifest, files.Select(f => f.Name), notes, commit)));
        return [$"{stem}.zip", $"{stem}.nupkg"];
    }
}
