using KanaPerps.Build.Processes;
using KanaPerps.Build.Tasks;
using KanaPerps.Build.Testing;

namespace KanaPerps.Build.Tests;

public sealed class TaskTests
{
    [Fact]
    public void A_suite_that_could_not_run_is_a_failure_in_CI()
    {
        SuiteResult result = SuiteResult.NotRun("The Pester suite", "PowerShell is missing", isUnattended: true);

        Assert.Equal(new TestCounts(0, 1, 0), result.Counts);
        Assert.Equal("The Pester suite did not run: PowerShell is missing. That counts as one failed.", result.Remark);
    }

    [Fact]
    public void A_suite_that_could_not_run_elsewhere_is_told_in_words_and_by_the_exit_code()
    {
        SuiteResult result = SuiteResult.NotRun("The Pester suite", "PowerShell is missing", isUnattended: false);

        Assert.Equal("The Pester suite did not run: PowerShell is missing.", result.Remark);
        Assert.Equal(3, TestTask.ExitCode(new TestCounts(10, 0, 0) + result.Counts, result.HasRun));
    }

    [Theory]
    [InlineData(0, 10, 0, true)]
    [InlineData(1, 10, 1, true)]
    [InlineData(1, 10, 1, false)]
    [InlineData(1, 0, 0, true)]
    public void The_exit_code_is_zero_only_when_tests_passed_and_none_failed(int exitCode, int passed, int failed, bool isComplete) =>
        Assert.Equal(exitCode, TestTask.ExitCode(new TestCounts(passed, failed, 2), isComplete));

    [Theory]
    [InlineData("NU1101: no such package", "Determining projects\n/a/b.csproj : error NU1101: no such package.\nmore\n", 1)]
    [InlineData("last words", "first\nlast words\n\n", 1)]
    [InlineData("exit code 7", "", 7)]
    public void The_reason_of_a_failure_is_one_line(string ends, string output, int exitCode) =>
        Assert.EndsWith(ends, new ChildResult(exitCode, TimedOut: false, output).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("./out/KanaPerps", "/home/me/kana")]
    [InlineData("/home/me/kana/out/KanaPerps", "/home/me/kana/src")]
    public void A_path_can_be_pasted_where_the_task_was_started(string expected, string from)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The paths are those of Unix.");
        Assert.Equal(expected, Workspace.Pasteable("/home/me/kana/out/KanaPerps", from));
    }

    [Fact]
    public void A_path_with_spaces_and_quotes_can_be_pasted() =>
        Assert.Equal($"'.{Path.DirectorySeparatorChar}it''s here'", Workspace.Pasteable(Path.GetFullPath("it's here"), Environment.CurrentDirectory));
}
