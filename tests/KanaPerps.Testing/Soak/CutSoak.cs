using System.Text;
using KanaPerps.Simulator;
using KanaPerps.Streaming;
using KanaPerps.Testing.Faults;
using KanaPerps.Topics;

namespace KanaPerps.Testing.Soak;

/// <summary>
/// Cuts one connection of each feed at intervals, and compares what is told with what the exchange published: states message by message, histories row by row.
/// </summary>
public static class CutSoak
{
    private const string Market = "14";

    // Each message is compared, so none is merged into another.
    private static readonly StreamOptions s_options = new() { SnapshotPatience = TimeSpan.FromHours(1), SnapshotCapacity = 1_000_000 };

    /// <summary>Soaks.</summary>
    /// <param name="cuts">How many times a connection of each feed is cut.</param>
    /// <param name="interval">The least time between two cuts: each waits until all connections stand.</param>
    /// <param name="redundancy">How many connections a feed has.</param>
    /// <param name="time">The client's clock, or null for the system's.</param>
    /// <param name="seed">Decides which connections are cut.</param>
    /// <returns>What was told.</returns>
    public static async Task<CutReport> RunAsync(int cuts, TimeSpan interval, int redundancy, TimeProvider? time = null, int seed = 1)
    {
        Random random = new(seed);
        await using SimulatedExchange exchange = SimulatedExchange.Start(new SimulatorOptions { Seed = seed, Rate = 100, Start = DateTimeOffset.UtcNow });
        string account = SimulatedExchange.ProfileAddressOf("0x5a11ce")!;
        (Topic Topic, string Key)[] states = [(KanaTopics.OrderBook, Market), (KanaTopics.OpenOrders, account), (KanaTopics.Positions, account)];
        await using ConnectionManager manager = new(s_options, time);
        List<FaultProxy> proxies = [.. Enumerable.Range(0, states.Length + 1).Select(i => new FaultProxy(exchange.WebSocketUri, seed + i))];
        try
        {
            exchange.Pause();
            SubscriptionOptions options = new() { Redundancy = redundancy };
            List<MessageLog> logs = [];
            foreach ((int i, (Topic topic, string key)) in states.Index())
            {
                logs.Add(await MessageLog.StartAsync(manager.Subscribe(new RawTopic(topic.Name, topic.KeyKind), [(proxies[i].Endpoint, key)], options), exchange, topic.Name, key));
            }

            await using HistoryWatcher<Trade> trades = new(manager, proxies[^1].Endpoint, exchange, KanaTopics.RecentTrades, Market, RowIds.Of, RowIds.OfFill, options: options);
            exchange.Resume();
            await trades.StartAsync().InTime();
            for (int i = 0; i < cuts; i++)
            {
                // One of two is cut, and not the only one: the feed has seen the cut before when it has dialled again.
                await Eventually.HoldsAsync(() => IsWhole(manager, redundancy));
                int[] dials = [.. proxies.Select(p => p.AcceptedCount)];
                proxies.ForEach(p => p.ResetOne(random));
                await Schedule.PauseAsync(interval);
                await Eventually.HoldsAsync(() => proxies.Index().All(p => p.Item.AcceptedCount > dials[p.Index]));
            }

            await Eventually.HoldsAsync(() => IsWhole(manager, redundancy));
            exchange.Pause();
            await Eventually.HoldsWithinAsync(() => trades.HasCaughtUp && logs.TrueForAll(l => l.HasCaughtUp), TimeSpan.FromSeconds(30));
            (int swallowed, int repeated) = logs.Select(l => l.Compare()).Aggregate((a, b) => (a.Swallowed + b.Swallowed, a.Repeated + b.Repeated));
            long outages = manager.GetConnections().Sum(c => c.Reconnects);
            long takeovers = manager.GetConnections().Sum(c => c.Takeovers);
            logs.ForEach(l => l.Dispose());
            return new CutReport(cuts * proxies.Count, logs.Sum(l => l.Published), swallowed, repeated, trades.Rows, trades.Gaps, outages, takeovers, [.. trades.Violations()]);
        }
        finally
        {
            foreach (FaultProxy proxy in proxies)
            {
                await proxy.DisposeAsync();
            }
        }
    }

    private static bool IsWhole(ConnectionManager manager, int redundancy) =>
        manager.GetConnections().All(c => c.Healthy && (redundancy == 1 || c.CanTakeOver));

    /// <summary>The messages that the exchange published on a feed, and those that were told of it.</summary>
    private sealed class MessageLog : IDisposable
    {
        private readonly List<string> _published = [];
        private readonly List<string> _told = [];
        private readonly EventReader<TopicMessage> _reader;
        private readonly IDisposable _tap;

        private MessageLog(EventReader<TopicMessage> reader, SimulatedExchange exchange, string topic, string key)
        {
            _reader = reader;
            _tap = exchange.Tap(topic, key, Publish);
        }

        public int Published
        {
            get
            {
                lock (_published)
                {
                    return _published.Count;
                }
            }
        }

        // What is told last was published last; the rest is compared at the end.
        public bool HasCaughtUp => Told().LastOrDefault() == Last();

        // Both begin with the same state: the exchange stands still.
        public static async Task<MessageLog> StartAsync(Subscription<TopicMessage> subscription, SimulatedExchange exchange, string topic, string key)
        {
            EventReader<TopicMessage> reader = new(subscription);
            await reader.RowsAsync();
            return new MessageLog(reader, exchange, topic, key);
        }

        /// <summary>How many published messages are not among those told, in their order, and the other way round.</summary>
        public (int Swallowed, int Repeated) Compare()
        {
            string[] told = Told();
            lock (_published)
            {
                int common = LongestCommonRun(_published, told);
                return (_published.Count - common, told.Length - common);
            }
        }

        public void Dispose()
        {
            _tap.Dispose();
            _reader.Dispose();
        }

        private static int LongestCommonRun(List<string> a, string[] b)
        {
            int[] above = new int[b.Length + 1];
            int[] row = new int[b.Length + 1];
            foreach (string item in a)
            {
                for (int j = 0; j < b.Length; j++)
                {
                    row[j + 1] = item == b[j] ? above[j] + 1 : Math.Max(above[j + 1], row[j]);
                }

                (above, row) = (row, above);
            }

            return above[b.Length];
        }

        private void Publish(ReadOnlyMemory<byte> message)
        {
            lock (_published)
            {
                _published.Add(Encoding.UTF8.GetString(message.Span));
            }
        }

        private string Last()
        {
            lock (_published)
            {
                return _published[^1];
            }
        }

        private string[] Told() => [.. _reader.All.SelectMany(e => e.Items).Select(m => m.Text)];
    }
}
