using KanaPerps.Build.Processes;

namespace KanaPerps.Build.Tasks;

/// <summary>Shows the product against the embedded simulator.</summary>
internal sealed class DemoTask : ITask
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    public string Name => "demo";

    public string Summary => "builds, then shows the module against the embedded simulator for about 20 seconds";

    public int Run(Workspace workspace)
    {
        new BuildTask().Run(workspace);
        if (PowerShellCommand.TryFind(workspace, out PowerShellCommand? shell, out string whyNot))
        {
            ChildResult shown = shell.RunScript(workspace.At("samples", "demo.ps1"), ["-ModulePath", workspace.ModuleFolder], workspace.Root, s_limit);
            return shown.TimedOut ? throw new BuildException("The demo did not end in time and was stopped.") : shown.ExitCode;
        }

        Console.WriteLine($"The cmdlets are not shown: {whyNot}. The client library runs instead.");
        string program = workspace.At("samples", "LiveBook");
        DotnetCommand.Require(workspace, s_limit, "run", "--project", program, "-c", "Release");
        return 1;
    }
}
