using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Benchmarks;

/// <summary>How long a message is on its way from the socket write of another process.</summary>
internal sealed class LatencyBenchmark : IBenchmark
{
    private const int Rate = 1_000;
    private const string Bare = "ClientWebSocket alone";
    private const string Subscriber = "subscriber";
    private const string Pipeline = "ForEach-Object in pwsh";

    /// <inheritdoc/>
    public string Name => "latency";

    /// <inheritdoc/>
    public string Summary => "microseconds from the socket write of another process, at 1 000 trade messages a second";

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkOptions options, Scorecard score)
    {
        await using FloodProcess flood = await FloodProcess.StartAsync();
        int messages = (int)(options.LengthOr(usual: 4, quick: 1).TotalSeconds * Rate);
        Uri address = flood.Address(new(FloodTraffic.TickedTrades, messages, Rate));
        Contest<LatencyResult> contest = new(r => -r.P50);
        contest.Add(Bare, () => ReadAsync(address, messages));
        contest.Add(Subscriber, () => SubscribeAsync(address, messages));
        if (Pwsh.Find(out string? missing) is { } shell)
        {
            contest.Add(Pipeline, () => PipeAsync(shell, address, messages));
        }
        else
        {
            score.Skip($"latency to a pipeline: {missing}");
        }

        IReadOnlyDictionary<string, IReadOnlyList<LatencyResult>> results = await contest.RunAsync(options.RunsOr(5));
        LatencyResult bare = LatencyResult.Best(results[Bare]);
        ResultTable table = new("us", "p50", "p99", "p99.9", "p50 - bare", "p99 - bare");
        foreach ((string name, IReadOnlyList<LatencyResult> rounds) in results)
        {
            LatencyResult best = LatencyResult.Best(rounds);
            double[] figures = [best.P50, best.P99, best.P999, best.P50 - bare.P50, best.P99 - bare.P99];
            table.Add([name, .. figures.Select(Figures.Short)]);
        }

        table.Print();
        LatencyResult ours = LatencyResult.Best(results[Subscriber]);
        score.Add(Target.AtMost("latency: us over ClientWebSocket alone at p50", ours.P50 - bare.P50, 100));
        score.Add(Target.AtMost("latency: us over ClientWebSocket alone at p99", ours.P99 - bare.P99, 1_000));
    }

    // The first quarter brings code and caches to temperature.
    private static int WarmUp(int count) => count / 4;

    private static async Task<LatencyResult> ReadAsync(Uri address, int messages)
    {
        List<long> ticks = new(messages);
        await BareWebSocket.ReadAsync(address, message =>
        {
            ticks.Add(Stopwatch.GetTimestamp() - TickOf(message.Span));
            return ticks.Count < messages;
        });
        return LatencyResult.Of(ticks, WarmUp(messages));
    }

    private static long TickOf(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> name = "\"transaction_version\":"u8;
        return Utf8Parser.TryParse(message[(message.IndexOf(name) + name.Length)..], out ulong version, out _)
            ? FrameCycle.TickOf(version)
            : throw new InvalidOperationException("A message of the flood has no tick.");
    }

    /// <summary>Measures a subscriber.</summary>
    /// <param name="address">The flood.</param>
    /// <param name="messages">How many messages to read.</param>
    /// <param name="beside">What else uses the same connections, or null.</param>
    internal static async Task<LatencyResult> SubscribeAsync(Uri address, int messages, Func<ConnectionManager, IDisposable>? beside = null)
    {
        List<long> ticks = new(messages);
        await using ConnectionManager manager = new();
        using Subscription<Trade> subscription = manager.Subscribe(KanaEndpoint.From(address), KanaTopics.RecentTrades, "14");
        using IDisposable? other = beside?.Invoke(manager);
        await foreach (StreamEvent<Trade> next in subscription.ReadAllAsync())
        {
            if (next.Items.Count > 0)
            {
                ticks.Add(Stopwatch.GetTimestamp() - FrameCycle.TickOf(next.Items[0].TransactionVersion!.Value));
                if (ticks.Count == messages)
                {
                    break;
                }
            }
        }

        return LatencyResult.Of(ticks, WarmUp(messages));
    }

    private static async Task<LatencyResult> PipeAsync(Pwsh shell, Uri address, int messages)
    {
        int rows = messages * TradeTraffic.Rows;
        string count = rows.ToString(CultureInfo.InvariantCulture);
        string[] ticks = await shell.RunAsync("latency.ps1", "-Module", shell.Module, "-Endpoint", address.ToString(), "-Rows", count);
        return LatencyResult.Of(ticks.Select(t => long.Parse(t, CultureInfo.InvariantCulture)), WarmUp(rows));
    }
}
