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
        string empty = Path.Combine(AppContext.BaseDirectory, "KanaPerps.Benchmarks.Empty.psd1");
        Contest<double> contest = new(ms => -ms);
        contest.Add("empty", () => TimeAsync(shell, "import.ps1", "-Module", empty));
        contest.Add("import", () => TimeAsync(shell, "import.ps1", "-Module", shell.Module));
        contest.Add("first", () => TimeAsync(shell, "first.ps1", "-Module", shell.Module, "-Endpoint", one.ToString()));
        IReadOnlyDictionary<string, IReadOnlyList<double>> results = await contest.RunAsync(options.RunsOr(10));
        ResultTable table = new("start, in fresh shells", "least ms", "median ms", "/ empty module, least", "/ empty module, median");
        Row("Import-Module of a module with one empty cmdlet", "empty");
        Row("Import-Module of KanaPerps", "import");
        Row("from its frame to the first object", "first");
        table.Print();
        // The second bound is 50 ms where the empty module takes 137.
        score.Add(Target.AtMost("Import-Module / that of an empty module", Median("import") / Median("empty"), 1.4));
        score.Add(Target.AtMost("from its frame to the first object / Import-Module of an empty module", Median("first") / Median("empty"), 0.37));

        double Median(string what) => results[what][results[what].Count / 2];
        void Row(string name, string what) => table.Add(
            name, Figures.Short(results[what][0]), Figures.Short(Median(what)), Figures.Ratio(results[what][0], results["empty"][0]), Figures.Ratio(Median(what), Median("empty")));
    }

    // Each script writes ticks of the machine's clock.
    private static async Task<double> TimeAsync(Pwsh shell, string script, params string[] arguments) =>
        long.Parse((await shell.RunAsync(script, arguments))[0], CultureInfo.InvariantCulture) * 1e3 / Stopwatch.Frequency;

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
