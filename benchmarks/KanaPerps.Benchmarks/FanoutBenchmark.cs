using System.Diagnostics;
using System.Globalization;
using KanaPerps.Bridging;
using KanaPerps.Streaming;
using KanaPerps.Testing.Faults;
using KanaPerps.Testing.Soak;
using KanaPerps.Topics;

namespace KanaPerps.Benchmarks;

/// <summary>What the way over a broker costs, and what is lost on it while bridges and the broker are killed.</summary>
internal sealed class FanoutBenchmark : IBenchmark
{
    private const int Rate = 1_000;
    private const string Direct = "subscriber";
    private const string Bridged = "over a broker";
    private const string Alone = "subscriber alone";
    private const string Beside = "with a bridge";
    private const string Away = "with a bridge whose broker is away";

    /// <inheritdoc/>
    public string Name => "fanout";

    /// <inheritdoc/>
    public string Summary => "trades over a real nats-server beside the venue's own connection, and a soak in which bridges and brokers are killed";

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkOptions options, Scorecard score)
    {
        if (!NatsServer.IsThere)
        {
            score.Skip("fanout: nats-server is not on the path, and KANA_NATS_SERVER names none");
            return;
        }

        await LatencyAsync(options, score);
        await ThroughputAsync(options, score);
        FanoutReport report = await FanoutSoak.RunAsync(options.LengthOr(usual: 600, quick: 10), rate: 1_000, seed: options.Seed ?? 1, watchers: 10);
        Console.WriteLine(report);
        foreach (string violation in report.Violations)
        {
            Console.WriteLine(violation);
        }

        score.Add(Target.AtMost("fanout: rows lost silently, told twice or wrong", report.Violations.Count, 0));
    }

    private static async Task LatencyAsync(BenchmarkOptions options, Scorecard score)
    {
        await using FloodProcess flood = await FloodProcess.StartAsync();
        await using NatsServer broker = await NatsServer.StartAsync();
        int messages = (int)(options.LengthOr(usual: 10, quick: 2).TotalSeconds * Rate);
        Uri address = flood.Address(new(FloodTraffic.TickedTrades, messages, Rate));
        Contest<LatencyResult> contest = new(r => -r.P99);
        contest.Add(Direct, () => LatencyBenchmark.SubscribeAsync(address, messages));
        contest.Add(Bridged, () => OverBrokerAsync(broker, address, messages));
        IReadOnlyDictionary<string, IReadOnlyList<LatencyResult>> results = await contest.RunAsync(options.RunsOr(3));
        ResultTable table = new("us at 1 000 messages a second", "p50", "p99", "p99.9");
        foreach ((string name, IReadOnlyList<LatencyResult> rounds) in results)
        {
            LatencyResult best = LatencyResult.Best(rounds);
            table.Add(name, Figures.Short(best.P50), Figures.Short(best.P99), Figures.Short(best.P999));
        }

        table.Print();
        score.Add(Target.AtMost("fanout: us over the venue's own connection at p99", LatencyResult.Best(results[Bridged]).P99 - LatencyResult.Best(results[Direct]).P99, 5_000));
    }

    // The first messages are over before the watcher has joined, so it counts them by the time: the last one is the end.
    private static async Task<LatencyResult> OverBrokerAsync(NatsServer broker, Uri address, int messages)
    {
        await using ConnectionManager source = new();
        await using ConnectionManager there = new();
        string prefix = $"flood-{Guid.NewGuid():N}";
        using Bridge bridge = await Bridge.StartAsync(source, new()
        {
            Server = broker.Address,
            Prefix = prefix,
            Endpoint = KanaEndpoint.From(address, KanaNetwork.Simulator),
            Feeds = [(KanaTopics.RecentTrades, "14")],
        });
        using Subscription<Trade> subscription = there.Subscribe(KanaEndpoint.From(broker.Watch("simulator", prefix)), KanaTopics.RecentTrades, "14");
        List<long> ticks = new(messages);
        while (subscription.Wait(TimeSpan.FromSeconds(2), CancellationToken.None))
        {
            while (subscription.TryRead(out StreamEvent<Trade> next))
            {
                if (next.Items.Count > 0)
                {
                    ticks.Add(Stopwatch.GetTimestamp() - FrameCycle.TickOf(next.Items[0].TransactionVersion!.Value));
                }
            }
        }

        return ticks.Count > messages / 2 ? LatencyResult.Of(ticks, ticks.Count / 4) : throw new InvalidOperationException($"Only {ticks.Count} of {messages} messages came.");
    }

    private static async Task ThroughputAsync(BenchmarkOptions options, Scorecard score)
    {
        await using FloodProcess flood = await FloodProcess.StartAsync();
        await using NatsServer broker = await NatsServer.StartAsync();
        TimeSpan length = options.LengthOr(usual: 4, quick: 1);
        FloodRun alone = new(flood, FloodTraffic.Trades);
        FloodRun beside = new(flood, FloodTraffic.Trades);
        FloodRun away = new(flood, FloodTraffic.Trades);
        async Task<Run> BesideAsync(FloodRun run, NatsServer to, bool isAway)
        {
            Bridge? bridge = null;
            FloodResult result = await run.SubscribeAsync(KanaTopics.RecentTrades, TradeTraffic.Rows, length, async (endpoint, join) => bridge = await Bridge.StartAsync(
                feed =>
                {
                    if (isAway)
                    {
                        to.KillAsync().GetAwaiter().GetResult();
                    }

                    return join(feed);
                },
                new() { Server = to.Address, Prefix = $"flood-{Guid.NewGuid():N}", Endpoint = endpoint, Feeds = [(KanaTopics.RecentTrades, "14")] },
                time: null,
                CancellationToken.None));
            return new(result, (double)bridge!.Published / result.Messages);
        }

        Contest<Run> contest = new(r => r.Flood.Rate);
        contest.Add(Alone, async () => new(await alone.SubscribeAsync(KanaTopics.RecentTrades, TradeTraffic.Rows, length), 0));
        contest.Add(Beside, () => BesideAsync(beside, broker, isAway: false));
        contest.Add(Away, async () =>
        {
            // What the stream itself pays: nothing is published, so nothing else needs a processor.
            await using NatsServer gone = await NatsServer.StartAsync();
            return await BesideAsync(away, gone, isAway: true);
        });
        IReadOnlyDictionary<string, IReadOnlyList<Run>> results = await contest.RunAsync(options.RunsOr(3));
        double Processor(string name) => results[name].Min(r => r.Flood.Processor);
        ResultTable table = new("trades, as fast as they come", "messages/s", "published", "processor us", "B allocated");
        foreach ((string name, IReadOnlyList<Run> rounds) in results)
        {
            table.Add(name, Figures.Short(rounds[0].Flood.Rate), rounds[0].Published.ToString("P0", CultureInfo.InvariantCulture), Figures.Short(Processor(name)), Figures.Short(rounds[0].Flood.Allocated));
        }

        table.Print();
        Run best = results[Beside][0];
        Console.WriteLine($"with a bridge / alone: {Figures.Ratio(best.Flood.Rate, results[Alone][0].Flood.Rate)} the messages a second, {Figures.Ratio(Processor(Beside), Processor(Alone))} the processor time");

        // The broker takes fewer messages than a flood has, so what one costs shows only against those that were published.
        Console.WriteLine($"processor us of this process for each message that was published: {Figures.Short(results[Beside].Min(r => (r.Flood.Processor - Processor(Away)) / r.Published))}");
        Console.WriteLine();
        score.Add(Target.AtLeast("fanout: messages a second with a bridge whose broker is away / alone", results[Away][0].Flood.Rate / results[Alone][0].Flood.Rate, 0.85));
    }

    private sealed record Run(FloodResult Flood, double Published);
}
