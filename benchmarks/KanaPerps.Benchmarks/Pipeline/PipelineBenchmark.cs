using System.Diagnostics;
using System.Globalization;

namespace KanaPerps.Benchmarks;

/// <summary>What the shell adds: objects a second through a pipeline, the import, and the first object.</summary>
internal sealed class PipelineBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "pipeline";

    /// <inheritdoc/>
    public string Summary => "objects a second through a pipeline of pwsh, and how soon the first one comes";

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkOptions options, Scorecard score)
    {
        if (Pwsh.Find(out string? missing) is not { } shell)
        {
            score.Skip($"the pipeline: {missing}");
            return;
        }

        await using FloodProcess flood = await FloodProcess.StartAsync();
        await MeasureStartAsync(shell, flood, options, score);
        await MeasureObjectsAsync(shell, flood, FloodTraffic.Trades, "Watch-KanaTrade", TradeTraffic.Rows, options, score);
        await MeasureObjectsAsync(shell, flood, FloodTraffic.Books, "Watch-KanaOrderBook", rowsPerMessage: 1, options, score);
    }

    private static async Task MeasureStartAsync(Pwsh shell, FloodProcess flood, BenchmarkOptions options, Scorecard score)
    {
        Uri one = flood.Address(new(FloodTraffic.TickedTrades, Count: 1, Rate: 1));
        Contest<double> contest = new(ms => -ms);
        contest.Add("bare", () => TimeAsync(() => Pwsh.RunCommandAsync("exit")));
        contest.Add("import", () => TimeAsync(() => Pwsh.RunCommandAsync($"Import-Module '{shell.Module}'")));
        contest.Add("first", async () =>
        {
            string[] lines = await shell.RunAsync("first.ps1", "-Module", shell.Module, "-Endpoint", one.ToString());
            return long.Parse(lines[0], CultureInfo.InvariantCulture) * 1e3 / Stopwatch.Frequency;
        });
        IReadOnlyDictionary<string, IReadOnlyList<double>> results = await contest.RunAsync(options.RunsOr(10));
        double bare = results["bare"][0];
        double import = results["import"][0];
        ResultTable table = new("start", "ms", "over bare");
        table.Add("pwsh alone", Figures.Short(bare), Figures.Short(0));
        table.Add("pwsh with Import-Module", Figures.Short(import), Figures.Short(import - bare));
        table.Add("frame to first object, fresh shell", Figures.Short(results["first"][0]), "");
        table.Print();
        score.Add(Target.AtMost("ms of Import-Module over a bare shell", import - bare, 80));
        score.Add(Target.AtMost("ms from its frame to the first object", results["first"][0], 50));
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        long start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task MeasureObjectsAsync(
        Pwsh shell, FloodProcess flood, FloodTraffic traffic, string command, int rowsPerMessage, BenchmarkOptions options, Scorecard score)
    {
        string csv = Path.GetTempFileName();
        string reference = Path.Combine(AppContext.BaseDirectory, "KanaPerps.Benchmarks.ReadyMade.dll");
        string[] lines = await shell.RunAsync(
            "pipeline.ps1",
            "-Module", shell.Module,
            "-Reference", reference,
            "-Server", flood.Address(new(traffic, Count: 0)).GetLeftPart(UriPartial.Path),
            "-Traffic", traffic.ToString(),
            "-RowsPerMessage", rowsPerMessage.ToString(CultureInfo.InvariantCulture),
            "-Seconds", options.LengthOr(usual: 2, quick: 0.3).TotalSeconds.ToString(CultureInfo.InvariantCulture),
            "-Runs", options.RunsOr(3).ToString(CultureInfo.InvariantCulture),
            "-Csv", csv);
        File.Delete(csv);

        ResultTable table = new($"{command}, objects/s to", "ready-made", "module", "script", "module / ready-made", "module / script");
        foreach (IGrouping<string, string[]> consumer in lines.Select(l => l.Split(' ')).GroupBy(l => l[0]))
        {
            double Best(string what) => consumer.Where(l => l[1] == what).Max(l => double.Parse(l[2], CultureInfo.InvariantCulture));
            (double ready, double module, double script) = (Best("ready-made"), Best("module"), Best("script"));
            string[] rates = [.. new[] { ready, module, script }.Select(Figures.Short)];
            table.Add([consumer.Key, .. rates, Figures.Ratio(module, ready), Figures.Ratio(module, script)]);
            score.Add(Target.AtLeast($"{command} | {consumer.Key}: objects a second / ready-made", module / ready, 0.8));
            score.Add(Target.AtLeast($"{command} | {consumer.Key}: objects a second / script", module / script, 20));
        }

        table.Print();
    }
}
