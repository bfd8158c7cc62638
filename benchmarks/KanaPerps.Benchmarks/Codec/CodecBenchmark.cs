using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KanaPerps.Wire;
using KanaPerps.Wire.Codecs;

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
        (string Market, string Account) key = (CodecTraffic.Market, CodecTraffic.Account);
        Run(NewBooks, CodecTraffic.Books(20), new OrderBookCodec(key.Market), PocoContext.Default.Book);
        Run("orderbook, 20 levels, 3 new", CodecTraffic.Books(3), new OrderBookCodec(key.Market), PocoContext.Default.Book);
        Run("orderbook, the same again", CodecTraffic.Books(0), new OrderBookCodec(key.Market), PocoContext.Default.Book);
        RunTopic("recent_trades", key.Market, new TradeCodec(key.Market), PocoContext.Default.Trades);
        RunTopic("positions", key.Account, new PositionCodec(key.Account), PocoAccountContext.Default.Positions);
        RunTopic("open_orders", key.Account, new OpenOrderCodec(key.Account), PocoAccountContext.Default.Orders);
        RunTopic("order_history", key.Account, new OrderRecordCodec(key.Account), PocoAccountContext.Default.Orders);
        RunTopic("trade_history", key.Account, new FillCodec(key.Account), PocoContext.Default.Trades);
        RunTopic("deposit_withdraw_history", key.Account, new TransferCodec(key.Account), PocoAccountContext.Default.Transfers);
        RunTopic("live_funding_rate", null, new FundingRateCodec(null), PocoAccountContext.Default.FundingRates);
        table.Print();
        return Task.CompletedTask;

        void RunTopic<TModel, TPoco>(string topic, string? of, MessageCodec<TModel> codec, JsonTypeInfo<PocoMessage<TPoco>> poco) =>
            Run($"{topic}, as it comes", CodecTraffic.Of(topic, of), codec, poco);

        void Run<TModel, TPoco>(string what, byte[][] messages, MessageCodec<TModel> codec, JsonTypeInfo<PocoMessage<TPoco>> poco)
        {
            (CodecResult scan, CodecResult plain, CodecResult ours) = Compare(messages, codec, poco, options.LengthOr(usual: 3, quick: 0.3));
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
    private static (CodecResult Scan, CodecResult Poco, CodecResult Codec) Compare<TModel, TPoco>(
        byte[][] messages, MessageCodec<TModel> codec, JsonTypeInfo<PocoMessage<TPoco>> poco, TimeSpan length)
    {
        DateTimeOffset receivedAt = DateTimeOffset.UtcNow;
        CodecResult scan = s_none;
        CodecResult plain = s_none;
        CodecResult ours = s_none;
        long start = Stopwatch.GetTimestamp();
        do
        {
            scan = Better(scan, Pass(messages, Scan));
            plain = Better(plain, Pass(messages, m => JsonSerializer.Deserialize(m, poco)));
            ours = Better(ours, Pass(messages, m => codec.Decode(m, receivedAt)));
        }
        while (Stopwatch.GetElapsedTime(start) < length);

        return (scan, plain, ours);
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
