using KanaPerps.Build.Processes;

namespace KanaPerps.Build.Tasks;

/// <summary>Checks that the code is formatted as .editorconfig says.</summary>
internal sealed class FormatCheckTask : ITask
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    public string Name => "format-check";

    public string Summary => "checks that 'dotnet format' would change nothing";

    public int Run(Workspace workspace)
    {
        DotnetCommand.Require(workspace, s_limit, "format", workspace.Solution, "--verify-no-changes");
        Console.WriteLine("The code is formatted.");
        return 0;
    }
}
