using KanaPerps.Build.Processes;

namespace KanaPerps.Build.Testing;

/// <summary>All xUnit projects of the solution.</summary>
internal static class DotnetSuite
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(20);

    /// <summary>Runs them.</summary>
    public static SuiteResult Run(Workspace workspace)
    {
        string results = Path.Combine(workspace.TestResults, "dotnet");
        ChildResult ended = ChildProcess.Run(
            DotnetCommand.Path,
            ["test", workspace.Solution, "-c", "Release", "-v", "quiet", "-tl:off", "--logger", "trx;LogFilePrefix=tests", "--logger", "console;verbosity=minimal", "--results-directory", results],
            workspace.Root,
            s_limit);
        TestCounts counts = TrxFile.Sum(results);
        return ended switch
        {
            { TimedOut: true } => new SuiteResult(counts + TestCounts.Broken, FormattableString.Invariant($"'dotnet test' did not end within {s_limit.TotalMinutes:0} minutes and was stopped: that counts as one failed.")),
            { ExitCode: not 0 } when counts.Failed == 0 => new SuiteResult(counts + TestCounts.Broken, $"'dotnet test' ended with exit code {ended.ExitCode} though no test failed: that counts as one failed."),
            _ => new SuiteResult(counts),
        };
    }
}
