using System.Security.Cryptography;
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
        foreach (string path in ModulePackage.Write(ModuleManifest.Read(workspace), workspace.ModuleFolder, workspace.Out, Git.CommitOf(workspace)))
        {
            string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
            Console.WriteLine($"{hash}  {Workspace.Pasteable(path)}");
        }

        return 0;
    }
}
