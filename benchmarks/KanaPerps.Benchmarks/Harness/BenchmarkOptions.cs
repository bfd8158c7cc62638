using System.Globalization;

namespace KanaPerps.Benchmarks;

/// <summary>What the command line asks of a benchmark. What it leaves out each benchmark chooses for itself.</summary>
internal sealed record BenchmarkOptions
{
    /// <summary>How long each measurement takes, in seconds, or null.</summary>
    public double? Seconds { get; private init; }

    /// <summary>How many measured rounds there are after the warm-up, or null.</summary>
    public int? Runs { get; private init; }

    /// <summary>The seed of what is random, or null.</summary>
    public int? Seed { get; private init; }

    /// <summary>Whether to try everything in little time. The figures are too rough to be told to anyone.</summary>
    public bool IsQuick { get; private init; }

    /// <summary>Reads options.</summary>
    /// <param name="args">What stands behind the benchmark's name.</param>
    /// <returns>The options, or null when they can't be read.</returns>
    public static BenchmarkOptions? Parse(ReadOnlySpan<string> args)
    {
        BenchmarkOptions options = new();
        while (!args.IsEmpty)
        {
            (BenchmarkOptions? next, int taken) = args switch
            {
                ["--quick", ..] => (options with { IsQuick = true }, 1),
                ["--seconds", string text, ..] when Positive(text) is { } seconds => (options with { Seconds = seconds }, 2),
                ["--runs", string text, ..] when Positive(text) is { } runs and >= 1 => (options with { Runs = (int)runs }, 2),
                ["--seed", string text, ..] when int.TryParse(text, CultureInfo.InvariantCulture, out int seed) => (options with { Seed = seed }, 2),
                _ => ((BenchmarkOptions?)null, 0),
            };
            if (next is null)
            {
                return null;
            }

            options = next;
            args = args[taken..];
        }

        return options;
    }

    /// <summary>How many rounds to run.</summary>
    /// <param name="usual">Unless the command line says otherwise.</param>
    public int RunsOr(int usual) => Runs ?? (IsQuick ? 1 : usual);

    /// <summary>How long to measure.</summary>
    /// <param name="usual">Seconds, unless the command line says otherwise.</param>
    /// <param name="quick">Seconds with <c>--quick</c>.</param>
    public TimeSpan LengthOr(double usual, double quick) => TimeSpan.FromSeconds(Seconds ?? (IsQuick ? quick : usual));

    private static double? Positive(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out double value) && value > 0 && double.IsFinite(value) ? value : null;
}
