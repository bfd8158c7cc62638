using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KanaPerps.Topics;

namespace KanaPerps.Benchmarks;

/// <summary>How many messages a second come through, from a flood on a socket to a subscriber that counts.</summary>
internal sealed class StreamBenchmark : IBenchmark
{
    private const string Bare = "ClientWebSocket alone";
    private const string Poco = "ClientWebSocket + POCO";
    private const string Ours = "feed and subscription";
    private static readonly TimeSpan s_longRun = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Name => "stream";

    /// <inheritdoc/>
    public string Summary => "messages a second from a flooding server to a subscriber";

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkOptions options, Scorecard score)
    {
        await using FloodProcess flood = await FloodProcess.StartAsync();
        Throughput books = await MeasureAsync(
            flood, FloodTraffic.Books, "20-level books", PocoContext.Default.Book, KanaTopics.OrderBook, rowsPerMessage: 1, options);
        score.Add(Target.AtLeast("20-level books: messages a second / ClientWebSocket alone", books.Ratio, 0.35));
        score.Add(Target.AtLeast("20-level books: messages a second / POCO", books.PocoRatio, 4));
        score.Add(Target.AtMost("20-level books: bytes allocated a message", books.BytesPerMessage, 1_150));

        FloodRun run = new(flood, FloodTraffic.Books) { Rate = books.Rate };
        FloodResult longRun = await run.SubscribeAsync(KanaTopics.OrderBook, rowsPerMessage: 1, options.LengthOr(s_longRun.TotalSeconds, quick: 1));
        score.Add(Target.AtMost($"20-level books: Gen2 collections in {Figures.Short(longRun.Seconds)} s", longRun.Gen2, 0));

        Throughput trades = await MeasureAsync(
            flood, FloodTraffic.Trades, "trades, 2 rows", PocoContext.Default.Trades, KanaTopics.RecentTrades, TradeTraffic.Rows, options);
        score.Add(Target.AtLeast("trades: messages a second / ClientWebSocket alone", trades.Ratio, 0.3));
        score.Add(Target.AtMost("trades: bytes allocated a message", trades.BytesPerMessage, 700));
    }

    private static async Task<Throughput> MeasureAsync<TPoco, TModel>(
        FloodProcess flood,
        FloodTraffic traffic,
        string what,
        JsonTypeInfo<PocoMessage<TPoco>> poco,
        Topic<TModel> topic,
        int rowsPerMessage,
        BenchmarkOptions options)
    {
        TimeSpan length = options.LengthOr(usual: 1.5, quick: 0.2);
        FloodRun bare = new(flood, traffic);
        FloodRun withPoco = new(flood, traffic);
        FloodRun ours = new(flood, traffic);
        Contest<FloodResult> contest = new(r => r.Rate);
        contest.Add(Bare, () => bare.ReadAsync(_ => { }, length));
        contest.Add(Poco, () => withPoco.ReadAsync(m => JsonSerializer.Deserialize(m.Span, poco), length));
        contest.Add(Ours, () => ours.SubscribeAsync(topic, rowsPerMessage, length));
        IReadOnlyDictionary<string, IReadOnlyList<FloodResult>> results = await contest.RunAsync(options.RunsOr(5));

        FloodResult reference = results[Bare][0];
        ResultTable table = new(what, "messages/s", "MB/s", "processor us", "B allocated", "Gen0", "Gen1", "Gen2", "ratio");
        foreach ((string name, IReadOnlyList<FloodResult> runs) in results)
        {
            FloodResult best = runs[0];
            double[] figures = [best.Rate, best.Rate * best.MessageBytes / 1e6, best.Processor, best.Allocated];
            table.Add([name, .. figures.Select(Figures.Short), $"{best.Gen0}", $"{best.Gen1}", $"{best.Gen2}", Figures.Ratio(best.Rate, reference.Rate)]);
        }

        table.Print();
        FloodResult top = results[Ours][0];
        return new(top.Rate, top.Rate / reference.Rate, top.Rate / results[Poco][0].Rate, top.Allocated);
    }

    private readonly record struct Throughput(double Rate, double Ratio, double PocoRatio, double BytesPerMessage);
}
