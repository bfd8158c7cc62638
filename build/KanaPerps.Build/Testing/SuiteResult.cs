namespace KanaPerps.Build.Testing;

/// <summary>What came of a suite.</summary>
/// <param name="Counts">Its counts.</param>
/// <param name="Remark">What the counts don't tell, in words, or null.</param>
/// <param name="HasRun">Whether it could be run at all.</param>
internal sealed record SuiteResult(TestCounts Counts, string? Remark = null, bool HasRun = true)
{
    /// <summary>What came of a suite that ran in parts.</summary>
    public static SuiteResult Sum(IReadOnlyCollection<SuiteResult> parts) => new(
        parts.Aggregate(default(TestCounts), (counts, part) => counts + part.Counts),
        string.Join(' ', parts.Select(p => p.Remark).OfType<string>().Distinct()) is { Length: > 0 } remarks ? remarks : null,
        parts.All(p => p.HasRun));

    /// <summary>A suite that could not be run. In CI, where remarks are not read, it counts as a failed test.</summary>
    /// <param name="suite">Its name, as the subject of a sentence.</param>
    /// <param name="reason">Why, in one line.</param>
    /// <param name="isUnattended">Whether this is a run in CI.</param>
    public static SuiteResult NotRun(string suite, string reason, bool isUnattended) => isUnattended
        ? new(TestCounts.Broken, $"{suite} did not run: {reason}. That counts as one failed.", HasRun: false)
        : new(default, $"{suite} did not run: {reason}.", HasRun: false);
}
