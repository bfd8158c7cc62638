using KanaPerps.Build.Testing;

namespace KanaPerps.Build.Tasks;

/// <summary>Runs every test. The last line counts them.</summary>
internal sealed class TestTask : ITask
{
    // What ran has passed, but a suite could not run.
    private const int Incomplete = 3;

    public string Name => "test";

    public string Summary => "builds, then runs the xUnit projects and the Pester suite on out/KanaPerps";

    internal static int ExitCode(TestCounts counts, bool isComplete) => counts is not { Failed: 0, Passed: > 0 } ? 1 : isComplete ? 0 : Incomplete;

    public int Run(Workspace workspace)
    {
        if (Directory.Exists(workspace.TestResults))
        {
            Directory.Delete(workspace.TestResults, recursive: true);
        }

        Directory.CreateDirectory(workspace.TestResults);
        new BuildTask().Run(workspace);
        SuiteResult[] suites = [DotnetSuite.Run(workspace), PesterSuite.Run(workspace)];
        foreach (string remark in suites.Select(s => s.Remark).OfType<string>())
        {
            Console.WriteLine(remark);
        }

        TestCounts counts = suites.Aggregate(default(TestCounts), (sum, suite) => sum + suite.Counts);
        Console.WriteLine(counts);
        return ExitCode(counts, suites.All(s => s.HasRun));
    }
}
