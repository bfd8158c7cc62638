using System.Globalization;
using System.Runtime.InteropServices;
using KanaPerps.Benchmarks;

IBenchmark[] benchmarks = [new CodecBenchmark(), new StreamBenchmark(), new LatencyBenchmark(), new ScaleBenchmark(), new PipelineBenchmark(), new RecordingBenchmark(), new MeasureBenchmark(), new AlertBenchmark(), new CutBenchmark(), new FanoutBenchmark()];

return args switch
{
    [FloodProcess.Command, string ports] => await FloodServer.RunAsync(int.Parse(ports, CultureInfo.InvariantCulture)),
    ["endurance"] => await EnduranceBenchmark.RunAsync(),
    ["soak", .. string[] rest] when BenchmarkOptions.Parse(rest) is { } options => await SoakBenchmark.RunAsync(options),
    ["fuzz", .. string[] rest] when BenchmarkOptions.Parse(rest) is { } options => FuzzBenchmark.Run(options),
    ["micro", .. string[] rest] when BenchmarkOptions.Parse(rest) is { } options => MicroBenchmarks.Run(options.IsQuick),
    ["all", .. string[] rest] when BenchmarkOptions.Parse(rest) is { } options => await MeasureAsync(benchmarks, options),
    [string name, .. string[] rest] when Array.Find(benchmarks, b => b.Name == name) is { } benchmark && BenchmarkOptions.Parse(rest) is { } options =>
        await MeasureAsync([benchmark], options),
    _ => Usage(),
};

static async Task<int> MeasureAsync(IBenchmark[] chosen, BenchmarkOptions options)
{
    Scorecard score = new();
    Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}");
    foreach (IBenchmark benchmark in chosen)
    {
        Console.WriteLine($"\n{benchmark.Name}: {benchmark.Summary}\n");
        try
        {
            await benchmark.RunAsync(options, score);
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(e);
            score.Fail($"{benchmark.Name} broke off: {e.Message.Split('\n')[0].Trim()}");
        }
    }

    return score.Conclude();
}

int Usage()
{
    Console.Error.WriteLine("usage: KanaPerps.Benchmarks <benchmark> [--seconds n] [--runs n] [--quick]");
    foreach (IBenchmark benchmark in benchmarks)
    {
        Console.Error.WriteLine($"  {benchmark.Name,-10}{benchmark.Summary}");
    }

    Console.Error.WriteLine("  all       each of the above");
    Console.Error.WriteLine("  micro     single values, by BenchmarkDotNet");
    Console.Error.WriteLine("  fuzz      --seconds 60 of spoilt messages with --seed 1, each read in two ways");
    Console.Error.WriteLine("  soak      every fault for --seconds 60 with --seed 1, and no loss without a notice");
    Console.Error.WriteLine("  endurance ten million messages over a thousand connections, and nothing left over");
    return 2;
}
