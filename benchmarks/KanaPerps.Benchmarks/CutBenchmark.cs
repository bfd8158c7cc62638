using KanaPerps.Testing.Soak;

namespace KanaPerps.Benchmarks;

/// <summary>A connection of each feed is cut every five seconds: what that does to feeds of two connections, beside feeds of one.</summary>
internal sealed class CutBenchmark : IBenchmark
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public string Name => "cut";

    /// <inheritdoc/>
    public string Summary => "one of two connections of each feed is cut every 5 s, beside feeds of one connection";

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkOptions options, Scorecard score)
    {
        int cuts = (int)(options.LengthOr(usual: 300, quick: 30) / s_interval);
        Task<CutReport> two = CutSoak.RunAsync(cuts, s_interval, redundancy: 2, seed: options.Seed ?? 1);
        Task<CutReport> one = CutSoak.RunAsync(cuts, s_interval, redundancy: 1, seed: options.Seed ?? 1);
        Console.WriteLine($"two connections: {await two}");
        Console.WriteLine($"one connection:  {await one}");
        CutReport report = await two;
        score.Add(Target.AtMost("cut: states swallowed, of two connections", report.Swallowed, 0));
        score.Add(Target.AtMost("cut: states repeated", report.Repeated, 0));
        score.Add(Target.AtMost("cut: gaps of the history", report.Gaps, 0));
        score.Add(Target.AtMost("cut: rows lost or told twice", report.Violations.Count, 0));
    }
}
