using KanaPerps.Build.Testing;

namespace KanaPerps.Build.Tasks;

/// <summary>Runs every test. The last line counts them.</summary>
internal sealed class TestTask : ITask
{
    public string Name => "test";

    public string Summary => "builds, then runs the xUnit projects and the Pester suite on out/KanaPerps";

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
        return counts is { Failed: 0, Passed: > 0 } ? 0 : 1;
    }
}
