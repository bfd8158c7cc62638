using System.Diagnostics;
using System.Globalization;
using KanaPerps.Alerts;

namespace KanaPerps.Benchmarks;

/// <summary>How long it takes from a price that crosses a level to the alert, beside the latency of the stream itself.</summary>
internal sealed class AlertBenchmark : IBenchmark
{
    private const int Rate = 1_000;
    private const int Batch = 1_000;
    private const string Level = "5.5";
    private const string Stream = "a trade to ForEach-Object";
    private const string Alert = "a trade that crosses a level to ForEach-Object behind Select-KanaAlert";

    /// <inheritdoc/>
    public string Name => "alerts";

    /// <inheritdoc/>
    public string Summary => "microseconds from the socket write of another process to the alert, at 1 000 trade messages a second";

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkOptions options, Scorecard score)
    {
        Judge(score);
        if (Pwsh.Find(out string? missing) is not { } shell)
        {
            score.Skip($"alerts in a pipeline: {missing}");
            return;
        }

        await using FloodProcess flood = await FloodProcess.StartAsync();
        int messages = (int)(options.LengthOr(usual: 4, quick: 1).TotalSeconds * Rate);
        Uri address = flood.Address(new(FloodTraffic.TickedTrades, messages, Rate));
        Contest<LatencyResult> contest = new(r => -r.P50);
        contest.Add(Stream, () => RunAsync(shell, "latency.ps1", address, messages));
        contest.Add(Alert, () => RunAsync(shell, "alerts.ps1", address, messages, "-Level", Level));
        IReadOnlyDictionary<string, IReadOnlyList<LatencyResult>> results = await contest.RunAsync(options.RunsOr(5));
        LatencyResult stream = LatencyResult.Best(results[Stream]);
        LatencyResult alert = LatencyResult.Best(results[Alert]);
        ResultTable table = new("us", "p50", "p99", "p99.9", "p50 ratio", "p99 ratio");
        table.Add(Stream, Figures.Short(stream.P50), Figures.Short(stream.P99), Figures.Short(stream.P999), "", "");
        table.Add(Alert, Figures.Short(alert.P50), Figures.Short(alert.P99), Figures.Short(alert.P999), Figures.Short(alert.P50 / stream.P50), Figures.Short(alert.P99 / stream.P99));
        table.Print();
        score.Add(Target.AtMost("alerts: from edge to object over the stream's own latency at p50, ratio", alert.P50 / stream.P50, 2));
    }

    // A price that goes back and forth through three levels of a known key, most of the time without an alert.
    private static void Judge(Scorecard score)
    {
        AlertTracker tracker = new(new() { Property = "Price", Below = [10, 9, 8], RearmAbove = 12 });
        DateTimeOffset now = DateTimeOffset.UtcNow;
        double best = double.MaxValue;
        for (int round = 0; round < 200; round++)
        {
            long begin = Stopwatch.GetTimestamp();
            for (int i = 0; i < Batch; i++)
            {
                tracker.Accept(tracker.Judge("APT-USD", now, 7 + (i % 6), null));
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(begin).TotalNanoseconds / Batch);
        }

        ResultTable table = new("ns", "best");
        table.Add("judging a value", Figures.Short(best));
        table.Print();
        score.Add(Target.AtMost("alerts: judging a value, ns", best, 500));
    }

    private static async Task<LatencyResult> RunAsync(Pwsh shell, string script, Uri address, int messages, params string[] more)
    {
        string count = (messages * TradeTraffic.Rows).ToString(CultureInfo.InvariantCulture);
        string[] ticks = await shell.RunAsync(script, ["-Module", shell.Module, "-Endpoint", address.ToString(), "-Rows", count, .. more]);
        return LatencyResult.Of(ticks.Select(t => long.Parse(t, CultureInfo.InvariantCulture)), ticks.Length / 4);
    }
}
