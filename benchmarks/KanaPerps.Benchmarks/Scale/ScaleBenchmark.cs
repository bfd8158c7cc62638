using System.Diagnostics;

namespace KanaPerps.Benchmarks;

/// <summary>What many feeds in one process cost.</summary>
internal sealed class ScaleBenchmark : IBenchmark
{
    private const int Most = 1_000;
    private const int Rate = 10;
    private const long Endless = long.MaxValue;
    private static readonly int[] s_sizes = [1, 10, 100, Most];

    /// <inheritdoc/>
    public string Name => "scale";

    /// <inheritdoc/>
    public string Summary => "processor time and memory of 1 to 1 000 feeds with 10 books a second each";

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkOptions options, Scorecard score)
    {
        await using FloodProcess flood = await FloodProcess.StartAsync(ports: Most / FeedCrowd.FeedsPerPort);

        // First, while the process has no memory from before that it could use again.
        MemoryUse idle = await WeighIdleFeedAsync(flood);
        TimeSpan length = options.LengthOr(usual: 6, quick: 1);
        Contest<ScaleResult> contest = new(r => -r.MicrosecondsPerMessage);
        foreach (int size in s_sizes)
        {
            contest.Add($"{size} feeds", () => MeasureAsync(flood, size, length));
        }

        IReadOnlyDictionary<string, IReadOnlyList<ScaleResult>> results = await contest.RunAsync(options.RunsOr(3));
        ScaleResult[] best = [.. s_sizes.Select(s => results[$"{s} feeds"][0])];
        double reference = best[1].MicrosecondsPerMessage;
        ResultTable table = new("feeds", "messages/s", "% of a processor", "us/message", "ratio", "heap MB", "working set MB");
        foreach ((int size, ScaleResult result) in s_sizes.Zip(best))
        {
            table.Add(
                $"{size}",
                Figures.Short(result.MessagesPerSecond),
                Figures.Short(result.Load * 100),
                Figures.Short(result.MicrosecondsPerMessage),
                Figures.Ratio(result.MicrosecondsPerMessage, reference),
                Figures.Short(result.Memory.Heap / 1e6),
                Figures.Short(result.Memory.WorkingSet / 1e6));
        }

        table.Print();
        Console.WriteLine($"an idle feed: {Figures.Short(idle.Heap / 1e3)} KB of heap, {Figures.Short(idle.WorkingSet / 1e3)} KB of working set\n");
        score.Add(Target.AtMost("scale: processor time a message, 100 feeds / 10 feeds", best[2].MicrosecondsPerMessage / reference, 1.5));
        score.Add(Target.AtMost("scale: processor time a message, 1 000 feeds / 10 feeds", best[3].MicrosecondsPerMessage / reference, 1.5));
        score.Add(Target.AtMost("scale: KB of heap an idle feed", idle.Heap / 1e3, 130));
        score.Add(Target.AtMost("scale: KB of working set an idle feed", idle.WorkingSet / 1e3, 200));
    }

    private static async Task<MemoryUse> WeighIdleFeedAsync(FloodProcess flood)
    {
        FloodRequest one = new(FloodTraffic.Books, Count: 1, Rate);
        await using (await FeedCrowd.OpenAsync(flood, one, FeedCrowd.FeedsPerPort))
        {
            // Brings in all code and every pool.
        }

        MemoryUse before = MemoryUse.Take();
        await using FeedCrowd crowd = await FeedCrowd.OpenAsync(flood, one, Most);
        MemoryUse after = MemoryUse.Take();
        return new((after.Heap - before.Heap) / Most, (after.WorkingSet - before.WorkingSet) / Most);
    }

    private static async Task<ScaleResult> MeasureAsync(FloodProcess flood, int size, TimeSpan length)
    {
        await using FeedCrowd crowd = await FeedCrowd.OpenAsync(flood, new(FloodTraffic.Books, Endless, Rate), size);
        long messages = crowd.Messages;
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        await Task.Delay(length);
        messages = crowd.Messages - messages;
        processor = Environment.CpuUsage.TotalTime - processor;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new(messages / seconds, processor.TotalSeconds / seconds, processor.TotalMicroseconds / messages, MemoryUse.Take());
    }

    private sealed record ScaleResult(double MessagesPerSecond, double Load, double MicrosecondsPerMessage, MemoryUse Memory);
}
