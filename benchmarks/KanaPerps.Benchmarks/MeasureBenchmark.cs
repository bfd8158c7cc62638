using System.Diagnostics;
using System.Globalization;
using KanaPerps.Valuation;

namespace KanaPerps.Benchmarks;

/// <summary>What it takes to measure a book of 50 levels exactly, beside a plain loop over decimals.</summary>
internal sealed class MeasureBenchmark : IBenchmark
{
    private const int Levels = 25;
    private const int Batch = 100;
    private const double MostMicroseconds = 2;

    /// <inheritdoc/>
    public string Name => "measure";

    /// <inheritdoc/>
    public string Summary => "an order, three distances and the balance of a book of 50 levels, exactly";

    /// <inheritdoc/>
    public Task RunAsync(BenchmarkOptions options, Scorecard score)
    {
        OrderBook book = Book();
        OrderBookQuery half = new() { Side = TradeSide.Buy, Size = book.Asks.Sum(a => a.Size) / 2 };
        OrderBookQuery value = new() { Side = TradeSide.Sell, Value = 5000, Bps = [10, 25, 50] };
        TimeSpan length = options.LengthOr(3, 1);
        ResultTable table = new("a book of 50 levels", "us", "bytes");
        _ = Measure(table, "a plain loop over decimals: an order by its size", () => PlainAverage(book, half.Size!.Value), length);
        (double fill, double fillBytes) = Measure(table, "an order by its size, and the balance", () => OrderBookMeter.Measure(book, half), length);
        (double all, double allBytes) = Measure(table, "an order by its value, three distances, and the balance", () => OrderBookMeter.Measure(book, value), length);
        table.Print();
        score.Add(Target.AtMost("measure: an order of half a side of 50 levels, us", fill, MostMicroseconds));
        score.Add(Target.AtMost("measure: an order and three distances in 50 levels, us", all, MostMicroseconds));
        score.Add(Target.AtMost("measure: bytes of a result", fillBytes, SizeOfResult(0)));
        score.Add(Target.AtMost("measure: bytes of a result with three distances", allBytes, SizeOfResult(3)));
        return Task.CompletedTask;
    }

    // A batch is shorter than a slice of processor time: the best one is one that nothing interrupted.
    private static (double Microseconds, double Bytes) Measure(ResultTable table, string name, Func<object?> run, TimeSpan length)
    {
        double best = double.MaxValue;
        long least = long.MaxValue;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < length)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long begin = Stopwatch.GetTimestamp();
            for (int i = 0; i < Batch; i++)
            {
                _ = run();
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(begin).TotalMicroseconds / Batch);
            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / Batch);
        }

        table.Add(name, Figures.Short(best), least.ToString(CultureInfo.InvariantCulture));
        return (best, least);
    }

    // The objects that a result is made of, and nothing else.
    private static double SizeOfResult(int depths)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        OrderBookMeasure result = new() { MarketId = 14, Depth = depths == 0 ? BookDepths.None : new(new BookDepth[depths]) };
        long size = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        BookDepth depth = new() { Bps = 1 };
        size += depths * (GC.GetAllocatedBytesForCurrentThread() - before);
        GC.KeepAlive((result, depth));
        return size;
    }

    // What a script would do, with whatever decimal rounds.
    private static object PlainAverage(OrderBook book, decimal size)
    {
        decimal left = size;
        decimal value = 0;
        foreach (BookLevel level in book.AskLevels)
        {
            decimal taken = Math.Min(left, level.Size);
            value += taken * level.Price;
            left -= taken;
            if (left == 0)
            {
                break;
            }
        }

        return value / (size - left);
    }

    private static OrderBook Book()
    {
        BookLevel[] bids = [.. Enumerable.Range(0, Levels).Select(i => new BookLevel(5.751m - (i * 0.001m), 100.125m + i))];
        BookLevel[] asks = [.. Enumerable.Range(0, Levels).Select(i => new BookLevel(5.752m + (i * 0.001m), 99.5m + (i * 12.25m)))];
        return new(14, [.. bids, .. asks], bids.Length, BookAnomalies.None, "Mainnet", DateTimeOffset.UtcNow, []);
    }
}
