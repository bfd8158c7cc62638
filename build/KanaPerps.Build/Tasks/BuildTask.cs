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
        DotnetCommand.Require(workspace, s_limit, "build", workspace.At("src", "KanaPerps.PowerShell"), "-c", "Release", "-v", "quiet", "-tl:off", "--nologo");
        ModuleStaging.Stage(workspace);
        Console.WriteLine($"The module is staged: Import-Module {Path.GetRelativePath(Environment.CurrentDirectory, workspace.ModuleFolder)}");
        return 0;
    }
}
