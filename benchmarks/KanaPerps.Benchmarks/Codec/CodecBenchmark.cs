using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KanaPerps.Topics;

namespace KanaPerps.Benchmarks;

/// <summary>What it takes to make models of a message's bytes, beside looking at its tokens only and beside plain objects.</summary>
internal sealed class CodecBenchmark : IBenchmark
{
    private const string NewBooks = "orderbook, 20 levels, all new";

    // Beside the levels: the head of their array, the book, and the list of one that it is delivered in.
    private static readonly double s_bookObject = Measure(() => new OrderBook[] { new(14, new BookLevel[20], 10, BookAnomalies.None, "", default, []) });

    /// <inheritdoc/>
    public string Name => "codec";

    /// <inheritdoc/>
    public string Summary => "from the bytes of a message to models, for each topic";

    /// <inheritdoc/>
    public Task RunAsync(BenchmarkOptions options, Scorecard score)
    {
        ResultTable table = new("message", "bytes", "scan ns", "POCO ns", "codec ns", "codec GB/s", "scan GB/s", "B allocated", "POCO B", "codec / POCO");
        Run(NewBooks, CodecTraffic.Books(20), KanaTopics.OrderBook);
        Run("orderbook, 20 levels, 3 new", CodecTraffic.Books(3), KanaTopics.OrderBook);
        Run("orderbook, the same again", CodecTraffic.Books(0), KanaTopics.OrderBook);
        foreach (Topic topic in KanaTopics.All.Where(t => t != KanaTopics.OrderBook))
        {
            Run($"{topic.Name}, as it comes", CodecTraffic.Of(topic.Name, CodecTraffic.KeyOf(topic)), topic);
        }

        table.Print();
        return Task.CompletedTask;

        void Run(string what, byte[][] messages, Topic topic)
        {
            (CodecResult scan, CodecResult plain, CodecResult ours) =
                Compare(messages, topic.Accept(new CodecReader(CodecTraffic.KeyOf(topic))), PocoTypes.Of(topic), options.LengthOr(usual: 3, quick: 0.3));
            double bytes = messages.Average(m => m.Length);
            table.Add(what, Figures.Short(bytes), Figures.Short(scan.Nanoseconds), Figures.Short(plain.Nanoseconds), Figures.Short(ours.Nanoseconds), Figures.Short(bytes / ours.Nanoseconds), Figures.Short(bytes / scan.Nanoseconds), Figures.Short(ours.Allocated), Figures.Short(plain.Allocated), Figures.Ratio(plain.Nanoseconds, ours.Nanoseconds));
            if (what == NewBooks)
            {
                score.Add(Target.AtLeast($"{what}: GB/s", bytes / ours.Nanoseconds, 1));
                score.Add(Target.AtLeast($"{what}: POCO / codec", plain.Nanoseconds / ours.Nanoseconds, 4));
                score.Add(Target.AtMost($"{what}: bytes allocated / bytes of the object", ours.Allocated / s_bookObject, 1.15));
            }
        }
    }

    // In turn, a short pass each: a disturbance spoils few passes, and the best of each candidate are those without one.
    private static (CodecResult Scan, CodecResult Poco, CodecResult Codec) Compare(byte[][] messages, Action<byte[]> codec, JsonTypeInfo? poco, TimeSpan length)
    {
        CodecResult scan = s_none;
        CodecResult plain = s_none;
        CodecResult ours = s_none;
        long start = Stopwatch.GetTimestamp();
        do
        {
            scan = Better(scan, Pass(messages, Scan));
            plain = poco is null ? plain : Better(plain, Pass(messages, m => JsonSerializer.Deserialize(m, poco)));
            ours = Better(ours, Pass(messages, codec));
        }
        while (Stopwatch.GetElapsedTime(start) < length);

        return (scan, poco is null ? default : plain, ours);
    }

    private static readonly CodecResult s_none = new(double.MaxValue, 0);

    private static CodecResult Better(CodecResult a, CodecResult b) => b.Nanoseconds < a.Nanoseconds ? b : a;

    private static CodecResult Pass(byte[][] messages, Action<byte[]> read)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        foreach (byte[] message in messages)
        {
            read(message);
        }

        double nanoseconds = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        return new(nanoseconds / messages.Length, (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)messages.Length);
    }

    private static void Scan(byte[] message)
    {
        Utf8JsonReader reader = new(message);
        while (reader.Read())
        {
        }
    }

    private static double Measure(Func<object> make)
    {
        make();
        long before = GC.GetAllocatedBytesForCurrentThread();
        make();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
