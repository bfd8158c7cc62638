namespace KanaPerps.Build.Testing;

/// <summary>How many tests passed, failed and were skipped.</summary>
internal readonly record struct TestCounts(int Passed, int Failed, int Skipped)
{
    /// <summary>Stands for a suite that broke without a test to show for it: whoever reads only the last line must see it.</summary>
    public static TestCounts Broken { get; } = new(0, 1, 0);

    public static TestCounts operator +(TestCounts left, TestCounts right) =>
        new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped);

    public override string ToString() => FormattableString.Invariant($"{Passed} passed, {Failed} failed, {Skipped} skipped");
}
