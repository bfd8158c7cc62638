using System.Diagnostics;
using System.Globalization;
using KanaPerps.Testing.Fuzzing;

namespace KanaPerps.Benchmarks;

/// <summary>The comparison of the two ways to read a message as a program: for as long as one likes, and with any seed.</summary>
internal static class FuzzBenchmark
{
    private const int Batch = 1_000;

    /// <summary>Compares until the time is up or a message is read in two ways.</summary>
    /// <param name="options">How long, and with which seed.</param>
    /// <returns>The exit code: 1 when a message was read in two ways.</returns>
    public static int Run(BenchmarkOptions options)
    {
        int seed = options.Seed ?? 1;
        DifferentialFuzzer fuzzer = new(seed);
        TimeSpan length = options.LengthOr(usual: 60, quick: 5);
        long start = Stopwatch.GetTimestamp();
        string? difference;
        do
        {
            difference = fuzzer.Run(Batch);
        }
        while (difference is null && Stopwatch.GetElapsedTime(start) < length);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {fuzzer.Messages} messages, {fuzzer.FastShare:P0} of them by the fast path"));
        Console.WriteLine(difference ?? "no message was read in two ways");
        return difference is null ? 0 : 1;
    }
}
