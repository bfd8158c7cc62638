using System.Collections.Concurrent;
using System.Diagnostics;
using KanaPerps.Build.Processes;

namespace KanaPerps.Build.Testing;

/// <summary>All xUnit projects of the solution.</summary>
internal static class DotnetSuite
{
    // The tests wait more than they compute, so projects run side by side.
    private const int Lanes = 2;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(20);

    /// <summary>Compiles the solution and runs them.</summary>
    public static SuiteResult Run(Workspace workspace)
    {
        ChildResult built = ChildProcess.RunQuietly(
            DotnetCommand.Path, ["build", workspace.Solution, "-c", "Release", "-v", "quiet", "-tl:off", "--nologo"], workspace.Root, s_limit);
        if (!built.Succeeded)
        {
            Console.WriteLine(built.Output.Trim());
            return new SuiteResult(TestCounts.Broken, $"The solution could not be built, so no xUnit test ran: {built.Reason}. That counts as one failed.");
        }

        string results = Path.Combine(workspace.TestResults, "dotnet");
        Directory.CreateDirectory(results);

        // The largest first: what is left for the end is short.
        ConcurrentQueue<string> projects = new(Directory.EnumerateDirectories(workspace.At("tests"), "*.Tests").OrderByDescending(SourceFiles));
        ConcurrentBag<SuiteResult> ended = [];
        Task[] lanes = [.. Enumerable.Range(0, Lanes).Select(_ => Task.Run(() =>
        {
            while (projects.TryDequeue(out string? project))
            {
                ended.Add(RunProject(workspace, Path.GetFileName(project), results));
            }
        }))];
        Task.WhenAll(lanes).GetAwaiter().GetResult();
        return SuiteResult.Sum(ended);
    }

    // A test project is a program that runs its own tests: that saves the start of a test platform for each.
    private static SuiteResult RunProject(Workspace workspace, string name, string results)
    {
        string assembly = workspace.At("tests", name, "bin", "Release", "net10.0", name + ".dll");
        string file = Path.Combine(results, name + ".trx");
        Stopwatch clock = Stopwatch.StartNew();
        ChildResult ended = ChildProcess.RunQuietly(
            DotnetCommand.Path, [assembly, "-noLogo", "-noColor", "-noAutoReporters", "-reporter", "quiet", "-result-trx", file], workspace.Root, s_limit);
        TestCounts counts = TrxFile.Read(file);
        Console.WriteLine($"{ended.Output.TrimEnd()}\n{name}: {counts}, {clock.Elapsed.TotalSeconds:0} s".TrimStart());
        return ended switch
        {
            { TimedOut: true } => new SuiteResult(counts + TestCounts.Broken, FormattableString.Invariant($"{name} did not end within {s_limit.TotalMinutes:0} minutes and was stopped: that counts as one failed.")),
            { ExitCode: not 0 } when counts.Failed == 0 => new SuiteResult(counts + TestCounts.Broken, $"{name} ended with exit code {ended.ExitCode} though no test failed: that counts as one failed."),
            _ when counts == default => new SuiteResult(TestCounts.Broken, $"{name} ran no test: that counts as one failed."),
            _ => new SuiteResult(counts),
        };
    }

    private static int SourceFiles(string project) => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories).Count();
}
