using KanaPerps.Streaming;

namespace KanaPerps.Testing.Faults;

/// <summary>
/// A process of its own that watches funding rates, for faults that strike a whole process. It writes a line for each event, and obeys
/// the lines that it reads; it ends with its input.
/// </summary>
internal static class Victim
{
    private const int PoolThreads = 4;

    private static readonly StreamOptions s_options = FaultBench.Fast with
    {
        KeepAliveInterval = TimeSpan.FromMilliseconds(200),
        KeepAliveTimeout = TimeSpan.FromMilliseconds(500),
    };

    public static async Task<int> Main(string[] args)
    {
        await using ConnectionManager manager = new(s_options);
        using Subscription<FundingRate> subscription = manager.Subscribe(KanaEndpoint.From(new Uri(args[0])), KanaTopics.FundingRates);
        using CancellationTokenSource end = new();
        Thread reader = new(() => Tell(subscription, end.Token));
        reader.Start();
        while (Console.ReadLine() is { } line)
        {
            if (line.Split(' ') is ["block", var seconds])
            {
                BlockPool(TimeSpan.FromSeconds(int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)));
            }
        }

        await end.CancelAsync();
        reader.Join();
        return 0;
    }

    // A thread of its own, as a pipeline has: it needs none of the pool.
    private static void Tell(Subscription<FundingRate> subscription, CancellationToken end)
    {
        try
        {
            while (subscription.Wait(Timeout.InfiniteTimeSpan, end))
            {
                while (subscription.TryRead(out StreamEvent<FundingRate> next))
                {
                    Console.WriteLine(next.Notice is { } notice ? notice.GetType().Name : $"rate {string.Join(',', next.Items.Select(r => r.Rate))}");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The input has ended.
        }
    }

    private static void BlockPool(TimeSpan time)
    {
        ThreadPool.SetMinThreads(PoolThreads, PoolThreads);
        ThreadPool.SetMaxThreads(PoolThreads, PoolThreads);
        using CountdownEvent begun = new(PoolThreads);
        using CountdownEvent over = new(PoolThreads);
        for (int i = 0; i < PoolThreads; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    begun.Signal();
                    Thread.Sleep(time);
                    over.Signal();
                },
                null);
        }

        begun.Wait();
        Console.WriteLine("blocked");
        over.Wait();
        Console.WriteLine("released");
    }
}
