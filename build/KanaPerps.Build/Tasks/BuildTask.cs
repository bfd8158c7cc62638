using KanaPerps.Build.Packaging;
using KanaPerps.Build.Processes;

namespace KanaPerps.Build.Tasks;

/// <summary>Compiles the module and stages its folder.</summary>
internal sealed class BuildTask : ITask
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    public string Name => "build";

    public string Summary => "compiles the module and stages it in out/KanaPerps";

    public int Run(Workspace workspace)
    {
        string project = workspace.At("src", "KanaPerps.PowerShell");
        Console.WriteLine(Directory.Exists(Path.Combine(project, "bin")) ? "Building the module." : "Building the module. The first time this takes about a minute.");
        ChildResult restored = ChildProcess.RunQuietly(DotnetCommand.Path, ["restore", project, "-v", "quiet", "-tl:off"], workspace.Root, s_limit);
        if (!restored.Succeeded)
        {
            throw new BuildException($"Nothing was built and nothing ran, because packages are missing: {restored.Reason}");
        }

        ChildResult built = ChildProcess.RunQuietly(DotnetCommand.Path, ["build", project, "--no-restore", "-c", "Release", "-v", "quiet", "-tl:off", "--nologo"], workspace.Root, s_limit);
        if (!built.Succeeded)
        {
            throw new BuildException($"{built.Output.Trim()}\nThe module could not be built: {built.Reason}");
        }

        ModuleStaging.Stage(workspace);
        Console.WriteLine($"The module is built: Import-Module {Workspace.Pasteable(workspace.ModuleFolder)}");
        return 0;
    }
}
