using System.Globalization;
using KanaPerps.Testing.Soak;

namespace KanaPerps.Benchmarks;

/// <summary>The soak as a program: prints what it found, and exits with 1 when it found a loss that nobody was told of.</summary>
internal static class SoakBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        SoakOptions options = new(TimeSpan.FromSeconds(Number(args, "--seconds", 60)), Number(args, "--seed", 1));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"soaking {options.Length.TotalSeconds} s, seed {options.Seed}"));
        SoakReport report = await new SoakRun(options).RunAsync();
        Console.WriteLine(report);
        return report.Passed ? 0 : 1;
    }

    private static int Number(string[] args, string name, int fallback)
    {
        int at = Array.IndexOf(args, name);
        return at >= 0 ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : fallback;
    }
}
