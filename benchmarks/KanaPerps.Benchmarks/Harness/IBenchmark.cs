namespace KanaPerps.Benchmarks;

/// <summary>A measurement with targets: one sub-command of the program.</summary>
internal interface IBenchmark
{
    /// <summary>The sub-command.</summary>
    string Name { get; }

    /// <summary>What it measures, in a line.</summary>
    string Summary { get; }

    /// <summary>Measures, prints what was measured and notes how it stands beside the targets.</summary>
    /// <param name="options">What the command line asks for.</param>
    /// <param name="score">Takes the targets.</param>
    Task RunAsync(BenchmarkOptions options, Scorecard score);
}
