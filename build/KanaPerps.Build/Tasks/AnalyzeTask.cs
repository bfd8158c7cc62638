using KanaPerps.Build.Processes;

namespace KanaPerps.Build.Tasks;

/// <summary>Runs the gallery's rules of PSScriptAnalyzer, where it is installed.</summary>
internal sealed class AnalyzeTask : ITask
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    public string Name => "analyze";

    public string Summary => "builds, then checks out/KanaPerps with PSScriptAnalyzer's gallery rules, where that is installed";

    public int Run(Workspace workspace)
    {
        new BuildTask().Run(workspace);
        if (!PowerShellCommand.TryFind(workspace, out PowerShellCommand? shell, out string whyNot))
        {
            Console.WriteLine($"The rules were not run: {whyNot}.");
            return 0;
        }

        ChildResult analyzed = shell.RunScript(workspace.At("build", "Invoke-Analysis.ps1"), ["-ModulePath", workspace.ModuleFolder], workspace.Root, s_limit);
        return analyzed.TimedOut ? throw new BuildException("PSScriptAnalyzer did not end in time and was stopped.") : analyzed.ExitCode;
    }
}
