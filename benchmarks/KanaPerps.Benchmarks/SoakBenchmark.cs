using System.Globalization;
using KanaPerps.Testing.Soak;

namespace KanaPerps.Benchmarks;

/// <summary>The soak as a program: prints what it found, and exits with 1 when it found a loss without a notice.</summary>
internal static class SoakBenchmark
{
    public static async Task<int> RunAsync(BenchmarkOptions given)
    {
        SoakOptions options = new(given.LengthOr(usual: 60, quick: 20), given.Seed ?? 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"soaking {options.Length.TotalSeconds} s, seed {options.Seed}"));
        SoakReport report = await new SoakRun(options).RunAsync();
        Console.WriteLine(report);
        return report.Passed ? 0 : 1;
    }
}
