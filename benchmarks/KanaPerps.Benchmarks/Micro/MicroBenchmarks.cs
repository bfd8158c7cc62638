using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace KanaPerps.Benchmarks;

/// <summary>The parts too small for a stopwatch, measured by BenchmarkDotNet in this process.</summary>
internal static class MicroBenchmarks
{
    /// <summary>Measures and prints.</summary>
    /// <param name="isQuick">Whether rough figures will do.</param>
    /// <returns>The exit code.</returns>
    public static int Run(bool isQuick)
    {
        Job job = (isQuick ? Job.Dry : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
        BenchmarkRunner.Run<ValueBenchmarks>(DefaultConfig.Instance.AddJob(job).WithArtifactsPath(Path.Combine(Path.GetTempPath(), "kana-micro")));
        return 0;
    }
}
