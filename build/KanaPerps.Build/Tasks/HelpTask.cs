using KanaPerps.Build.Packaging;
using KanaPerps.Build.Processes;

namespace KanaPerps.Build.Tasks;

/// <summary>Brings the help pages up to date with the module.</summary>
internal sealed class HelpTask : ITask
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    public string Name => "help";

    public string Summary => "builds, then writes syntax, parameters, properties and outputs into docs/en-US and drafts missing pages";

    public int Run(Workspace workspace)
    {
        new BuildTask().Run(workspace);
        if (!PowerShellCommand.TryFind(workspace, out PowerShellCommand? shell, out string whyNot))
        {
            throw new BuildException($"The pages were not written: {whyNot}.");
        }

        ChildResult written = shell.RunScript(workspace.At("build", "Update-Help.ps1"), ["-ModulePath", workspace.ModuleFolder], workspace.Root, s_limit);
        if (!written.Succeeded)
        {
            throw new BuildException($"The pages were not all written: {(written.TimedOut ? "the examples did not end in time" : "see above")}.");
        }

        // The module's help is made of the pages.
        ModuleStaging.Stage(workspace);
        Console.WriteLine("The help pages are up to date.");
        return 0;
    }
}
