using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Testing.Faults;

/// <summary>
/// A process of its own that watches funding rates, or as many order books as it is told to, for faults that strike a whole process. It
/// writes a line for each event, and obeys the lines that it reads; it ends with its input.
/// </summary>
internal static class Victim
{
    private const int PoolThreads = 4;

    private static readonly StreamOptions s_options = StreamFixture.Fast with
    {
        KeepAliveInterval = TimeSpan.FromMilliseconds(200),
        KeepAliveTimeout = TimeSpan.FromMilliseconds(500),
    };

    public static async Task<int> Main(string[] args)
    {
        if (args is [RecorderVictim.Command, string venue, string folder])
        {
            return await RecorderVictim.RunAsync(KanaEndpoint.From(new Uri(venue)), folder);
        }

        if (args is [BridgeVictim.Command, string published, string broker, string lease, .. string[] market])
        {
            return await BridgeVictim.RunAsync(new Uri(published), new Uri(broker), TimeSpan.FromMilliseconds(int.Parse(lease, System.Globalization.CultureInfo.InvariantCulture)), market.FirstOrDefault());
        }

        KanaEndpoint endpoint = KanaEndpoint.From(new Uri(args[0]));
        await using ConnectionManager manager = new(s_options);
        using CancellationTokenSource end = new();
        Action read = args.Length > 1
            ? ReaderOf(manager.Subscribe(KanaTopics.OrderBook, Books(endpoint, args[1])), _ => "book", end.Token)
            : ReaderOf(manager.Subscribe(endpoint, KanaTopics.FundingRates), e => $"rate {string.Join(',', e.Items.Select(r => r.Rate))}", end.Token);
        Thread reader = new(() => read());
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

    private static IEnumerable<(KanaEndpoint Endpoint, string? Key)> Books(KanaEndpoint endpoint, string count) => Enumerable
        .Range(14, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture))
        .Select(id => (endpoint, (string?)id.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    // A thread of its own, as a pipeline has: it needs none of the pool.
    private static Action ReaderOf<T>(Subscription<T> subscription, Func<StreamEvent<T>, string> tell, CancellationToken end) => () =>
    {
        using (subscription)
        {
            try
            {
                while (subscription.Wait(Timeout.InfiniteTimeSpan, end))
                {
                    while (subscription.TryRead(out StreamEvent<T> next))
                    {
                        Console.WriteLine(next.Notice switch
                        {
                            null => tell(next),
                            ReconnectingNotice { Kind: KanaErrorKind.TooManyOpenFiles } full => $"{nameof(ReconnectingNotice)} {full.Kind}",
                            { } notice => notice.GetType().Name,
                        });
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The input has ended.
            }
        }
    };

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
