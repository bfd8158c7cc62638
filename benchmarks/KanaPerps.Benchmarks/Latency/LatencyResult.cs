using System.Diagnostics;

namespace KanaPerps.Benchmarks;

/// <summary>How long messages were on their way, in microseconds.</summary>
/// <param name="P50">Half of them no longer than this.</param>
/// <param name="P99">All but one in a hundred.</param>
/// <param name="P999">All but one in a thousand.</param>
internal sealed record LatencyResult(double P50, double P99, double P999)
{
    /// <summary>Puts measurements in order.</summary>
    /// <param name="ticks">The measurements in ticks, first to last.</param>
    /// <param name="warmUp">How many of the first do not count.</param>
    public static LatencyResult Of(IEnumerable<long> ticks, int warmUp)
    {
        long[] sorted = [.. ticks.Skip(warmUp).Order()];
        return new(At(sorted, 0.5), At(sorted, 0.99), At(sorted, 0.999));
    }

    /// <summary>The least of each figure over some rounds: each is disturbed on its own.</summary>
    public static LatencyResult Best(IReadOnlyList<LatencyResult> rounds) => new(rounds.Min(r => r.P50), rounds.Min(r => r.P99), rounds.Min(r => r.P999));

    private static double At(long[] sorted, double part) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Min((int)(sorted.Length * part), sorted.Length - 1)] * 1e6 / Stopwatch.Frequency;
}
