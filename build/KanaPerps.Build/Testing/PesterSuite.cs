using System.Text.Json;
using KanaPerps.Build.Processes;

namespace KanaPerps.Build.Testing;

/// <summary>The tests of the staged module folder in a fresh PowerShell.</summary>
internal static class PesterSuite
{
    private const int Parts = 2;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(20);

    /// <summary>Runs them, or says why not.</summary>
    public static SuiteResult Run(Workspace workspace)
    {
        if (!PowerShellCommand.TryFind(workspace, out PowerShellCommand? shell, out string whyNot))
        {
            return NotRun(whyNot);
        }

        ChildResult staged = ChildProcess.RunQuietly(
            DotnetCommand.Path, ["build", workspace.At("build", "TestModules"), "-t:StageModule", "-restore", "-v", "quiet", "-tl:off", "--nologo"], workspace.Root, s_limit);
        if (!staged.Succeeded)
        {
            return NotRun($"Pester could not be restored: {staged.Reason}");
        }

        Directory.CreateDirectory(ClaimFolder(workspace));

        // The tests wait more than they compute, so the parts run side by side. What the first one prints is shown at once, the others' afterwards.
        Task<(SuiteResult Result, string Output)>[] parts = [.. Enumerable.Range(1, Parts).Select(part => Task.Run(() => RunPart(workspace, shell, part)))];
        SuiteResult[] results = [.. parts.Select(part =>
        {
            (SuiteResult result, string output) = part.GetAwaiter().GetResult();
            Console.Write(output);
            return result;
        })];
        SuiteResult sum = SuiteResult.Sum(results);
        File.WriteAllText(ReportPath(workspace, "pester.json"), JsonSerializer.Serialize(sum.Counts));
        return sum;
    }

    private static (SuiteResult Result, string Output) RunPart(Workspace workspace, PowerShellCommand shell, int part)
    {
        string report = ReportPath(workspace, FormattableString.Invariant($"pester-{part}.json"));
        string script = workspace.At("tests", "Module", "Invoke-ModuleTests.ps1");
        string[] arguments = ["-ModulePath", workspace.ModuleFolder, "-ReportPath", report, "-ClaimPath", ClaimFolder(workspace)];
        ChildResult ended = part == 1 ? shell.RunScript(script, arguments, workspace.Root, s_limit) : shell.RunScriptQuietly(script, arguments, workspace.Root, s_limit);
        SuiteResult result =
            ended.TimedOut ? new(TestCounts.Broken, FormattableString.Invariant($"Part {part} of the Pester suite did not end within {s_limit.TotalMinutes:0} minutes and was stopped: that counts as one failed."))
            : Read(report) is { } read ? From(read)
            : new(TestCounts.Broken, FormattableString.Invariant($"Part {part} of the Pester suite ended with exit code {ended.ExitCode} and no result: that counts as one failed."));
        return (result, ended.Output);
    }

    private static string ClaimFolder(Workspace workspace) => Path.Combine(workspace.TestResults, "claimed");

    private static string ReportPath(Workspace workspace, string name) => Path.Combine(workspace.TestResults, name);

    private static PesterReport? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<PesterReport>(File.ReadAllText(path)) : null;
        }
        catch (JsonException)
        {
            // A run that died while it wrote has no result either.
            return null;
        }
    }

    private static SuiteResult From(PesterReport report) =>
        report.NotRun is null ? new SuiteResult(new TestCounts(report.Passed, report.Failed, report.Skipped)) : NotRun(report.NotRun);

    private static SuiteResult NotRun(string reason) => SuiteResult.NotRun("The Pester suite", reason, Workspace.IsUnattended);
}
