using System.Diagnostics;
using System.IO.Compression;
using KanaPerps.Recording;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Benchmarks;

/// <summary>What a recording costs: books a second into a file, what a watcher beside it notices, and how much of the raw bytes is left.</summary>
internal sealed class RecordingBenchmark : IBenchmark
{
    private const int Rate = 1_000;
    private const string Alone = "subscriber alone";
    private const string Beside = "with a recorder";
    private const string Bare = "GZipStream alone";
    private const string Ours = "recorder";

    /// <inheritdoc/>
    public string Name => "recording";

    /// <inheritdoc/>
    public string Summary => "books into a file beside a bare gzip stream, a watcher beside a recorder, and the size of a recorded hour";

    /// <inheritdoc/>
    public async Task RunAsync(BenchmarkOptions options, Scorecard score)
    {
        using ScratchFolder folder = new();
        await BooksAsync(folder, options, score);
        await WatcherAsync(folder, options, score);
        Size(folder, options, score);
    }

    private static async Task BooksAsync(ScratchFolder folder, BenchmarkOptions options, Scorecard score)
    {
        byte[][] books = CodecTraffic.Books(3);
        TimeSpan length = options.LengthOr(usual: 4, quick: 0.5);
        Contest<WriteResult> contest = new(r => r.Rate);
        contest.Add(Bare, () => Task.Run(() => WriteBare(folder.New(), books, length)));
        contest.Add(Ours, () => Task.Run(() => WriteRecording(folder.New(), books, length)));
        IReadOnlyDictionary<string, IReadOnlyList<WriteResult>> results = await contest.RunAsync(options.RunsOr(3));
        ResultTable table = new("20-level books, 3 levels new", "books/s", "MB/s", "file / raw", "ratio");
        foreach ((string name, IReadOnlyList<WriteResult> runs) in results)
        {
            WriteResult best = runs[0];
            table.Add(name, Figures.Short(best.Rate), Figures.Short(best.Rate * books[0].Length / 1e6), Figures.Short(best.Share), Figures.Ratio(best.Rate, results[Bare][0].Rate));
        }

        table.Print();
        score.Add(Target.AtLeast("recording: 20-level books a second into a file", results[Ours][0].Rate, 50_000));
    }

    private static WriteResult WriteBare(string path, byte[][] books, TimeSpan length)
    {
        Directory.CreateDirectory(path);
        using FileStream file = File.Create(Path.Combine(path, "bare.gz"));
        long start = Stopwatch.GetTimestamp();
        long count = 0;
        using (GZipStream gzip = new(file, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (; (count & 0xFF) != 0 || Stopwatch.GetElapsedTime(start) < length; count++)
            {
                gzip.Write(books[count % books.Length]);
                gzip.WriteByte((byte)'\n');
            }
        }

        file.Flush();
        return new(count / Stopwatch.GetElapsedTime(start).TotalSeconds, (double)file.Length / (count * books[0].Length));
    }

    // As fast as the recorder takes them, and no faster: what it drops does not count.
    private static WriteResult WriteRecording(string path, byte[][] books, TimeSpan length)
    {
        RecordingTap? tap = null;
        RecorderOptions what = new() { Path = path, Endpoint = KanaEndpoint.Testnet, Feeds = [(KanaTopics.OrderBook, CodecTraffic.Market)] };
        using Recorder recorder = Recorder.Start(t => { tap = t; return new ScratchFolder(); }, what, time: null);
        long start = Stopwatch.GetTimestamp();
        long count = 0;
        for (; (count & 0xFF) != 0 || Stopwatch.GetElapsedTime(start) < length; count++)
        {
            tap!.OnMessage(new() { Utf8 = books[count % books.Length], ReceivedAt = DateTimeOffset.UtcNow, Connection = 1, IsJson = true });
            while (recorder.Waiting > what.Backlog / 2)
            {
                Thread.Sleep(1);
            }
        }

        recorder.Dispose();
        return recorder.Messages == count && recorder.Gaps == 0 && recorder.EndError is null
            ? new(count / Stopwatch.GetElapsedTime(start).TotalSeconds, (double)recorder.BytesWritten / recorder.Bytes)
            : throw new InvalidOperationException($"{recorder.Messages} of {count} books were recorded: {recorder.EndError?.Message}");
    }

    private static async Task WatcherAsync(ScratchFolder folder, BenchmarkOptions options, Scorecard score)
    {
        await using FloodProcess flood = await FloodProcess.StartAsync();
        int messages = (int)(options.LengthOr(usual: 4, quick: 1).TotalSeconds * Rate);
        Uri address = flood.Address(new(FloodTraffic.TickedTrades, messages, Rate));
        IDisposable Record(ConnectionManager connections) => Recorder.Start(
            connections,
            new() { Path = folder.New(), Endpoint = KanaEndpoint.From(address), Feeds = [(KanaTopics.RecentTrades, CodecTraffic.Market)] });
        Contest<LatencyResult> contest = new(r => -r.P99);
        contest.Add(Alone, () => LatencyBenchmark.SubscribeAsync(address, messages));
        contest.Add(Beside, () => LatencyBenchmark.SubscribeAsync(address, messages, Record));
        IReadOnlyDictionary<string, IReadOnlyList<LatencyResult>> results = await contest.RunAsync(options.RunsOr(7));
        ResultTable table = new("us at 1 000 messages a second", "p50", "p99", "p99.9");
        foreach ((string name, IReadOnlyList<LatencyResult> rounds) in results)
        {
            LatencyResult best = LatencyResult.Best(rounds);
            table.Add(name, Figures.Short(best.P50), Figures.Short(best.P99), Figures.Short(best.P999));
        }

        table.Print();
        score.Add(Target.AtMost("recording: p99 of a watcher beside a recorder / alone", LatencyResult.Best(results[Beside]).P99 / LatencyResult.Best(results[Alone]).P99, 1.1));
    }

    private static void Size(ScratchFolder folder, BenchmarkOptions options, Scorecard score)
    {
        RecordedHour hour = RecordedHour.Run(folder.New(), options.IsQuick ? TimeSpan.FromMinutes(2) : TimeSpan.FromHours(1));
        ResultTable table = new("an hour of the simulator", "messages", "MB raw", "MB in files", "files / raw", "members");
        table.Add("all topics, 2 markets, 1 account", Figures.Short(hour.Messages), Figures.Short(hour.Raw / 1e6), Figures.Short(hour.Written / 1e6), Figures.Short((double)hour.Written / hour.Raw), Figures.Short(hour.Members));
        table.Print();
        score.Add(Target.AtMost("recording: bytes of a recorded hour / its raw bytes", (double)hour.Written / hour.Raw, 0.1));
    }

    private readonly record struct WriteResult(double Rate, double Share);
}
