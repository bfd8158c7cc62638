using System.Text.Json;
using KanaPerps.Build.Processes;

namespace KanaPerps.Build.Testing;

/// <summary>The tests of the staged module folder in a fresh PowerShell.</summary>
internal static class PesterSuite
{
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

        string report = Path.Combine(workspace.TestResults, "pester.json");
        ChildResult ended = shell.RunScript(workspace.At("tests", "Module", "Invoke-ModuleTests.ps1"), ["-ModulePath", workspace.ModuleFolder, "-ReportPath", report], workspace.Root, s_limit);
        if (ended.TimedOut)
        {
            return new SuiteResult(TestCounts.Broken, FormattableString.Invariant($"The Pester suite did not end within {s_limit.TotalMinutes:0} minutes and was stopped: that counts as one failed."));
        }

        return Read(report) is { } read
            ? From(read)
            : new SuiteResult(TestCounts.Broken, $"The Pester suite ended with exit code {ended.ExitCode} and no result: that counts as one failed.");
    }

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
