namespace KanaPerps.Build.Testing;

/// <summary>What came of a suite.</summary>
/// <param name="Counts">Its counts.</param>
/// <param name="Remark">What the counts don't tell, in words, or null.</param>
internal sealed record SuiteResult(TestCounts Counts, string? Remark = null);
