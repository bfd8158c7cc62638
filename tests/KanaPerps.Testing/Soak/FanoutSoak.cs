using KanaPerps.Bridging;
using KanaPerps.Simulator;
using KanaPerps.Streaming;
using KanaPerps.Testing.Faults;
using KanaPerps.Topics;

namespace KanaPerps.Testing.Soak;

/// <summary>
/// Two bridges publish an exchange to a broker. One of them is killed and started again, and so is the broker; what watchers were told is compared with what the exchange
/// published, row by row.
/// </summary>
public static class FanoutSoak
{
    private const string Market = "14";

    private static readonly BridgeTimes s_times = new() { Heartbeat = TimeSpan.FromMilliseconds(250), Lease = TimeSpan.FromSeconds(1) };

    /// <summary>Soaks.</summary>
    /// <param name="length">How long the faults go on.</param>
    /// <param name="rate">How lively the exchange is.</param>
    /// <param name="seed">Decides what happens when.</param>
    /// <param name="watchers">How many processes watch, so to speak.</param>
    /// <returns>What was found.</returns>
    public static async Task<FanoutReport> RunAsync(TimeSpan length, double rate, int seed, int watchers)
    {
        Random random = new(seed);
        await using NatsServer broker = await NatsServer.StartAsync();
        await using SimulatedExchange exchange = SimulatedExchange.Start(new SimulatorOptions { Seed = seed, Rate = rate, Start = DateTimeOffset.UtcNow });
        exchange.Pause();
        await using ConnectionManager source = new();
        BridgeOptions options = new()
        {
            Server = broker.Address,
            Endpoint = KanaEndpoint.From(exchange.WebSocketUri, KanaNetwork.Simulator),
            Feeds = [(KanaTopics.RecentTrades, Market), (KanaTopics.OrderBook, Market)],
            Times = s_times,
        };
        VictimProcess victim = await StartVictimAsync(exchange, broker);
        using Bridge bridge = await Bridge.StartAsync(source, options);
        StreamOptions patience = new() { BackoffBase = TimeSpan.FromMilliseconds(50), BackoffMax = TimeSpan.FromMilliseconds(500) };
        List<ConnectionManager> managers = [.. Enumerable.Range(0, watchers).Select(_ => new ConnectionManager(patience))];
        KanaEndpoint there = KanaEndpoint.From(broker.Watch("simulator"));
        List<HistoryWatcher<Trade>> trades = [.. managers.Select(m => new HistoryWatcher<Trade>(m, there, exchange, KanaTopics.RecentTrades, Market, RowIds.Of, RowIds.OfFill))];
        List<EventReader<OrderBook>> books = [.. managers.Select(m => new EventReader<OrderBook>(m.Subscribe(there, KanaTopics.OrderBook, Market)))];
        int kills = 0;
        int restarts = 0;
        try
        {
            exchange.Resume();
            await Task.WhenAll(trades.Select(t => t.StartAsync())).InTime();
            for (DateTime end = DateTime.UtcNow + length; DateTime.UtcNow < end;)
            {
                await Schedule.PauseAsync(TimeSpan.FromSeconds(0.5 + (2 * random.NextDouble())));
                if (random.Next(2) == 0)
                {
                    await victim.KillAsync();
                    await victim.DisposeAsync();
                    kills++;
                    await Schedule.PauseAsync(TimeSpan.FromSeconds(2 * random.NextDouble()));
                    victim = await StartVictimAsync(exchange, broker);
                }
                else
                {
                    await broker.KillAsync();
                    restarts++;
                    await Schedule.PauseAsync(TimeSpan.FromSeconds(2 * random.NextDouble()));
                    await broker.StartAgainAsync();
                }
            }

            exchange.Pause();
            await Eventually.HoldsWithinAsync(() => trades.TrueForAll(t => t.HasCaughtUp) && managers.TrueForAll(m => m.GetConnections().All(c => c.Healthy)), TimeSpan.FromSeconds(30));
            string[] violations =
            [
                .. trades.SelectMany(t => t.Violations()),
                .. managers.SelectMany(m => m.GetConnections()).Where(c => !c.Healthy).Select(c => $"{c.Topic} did not come back: {c.LastLossReason}"),
                .. await BookViolationsAsync(exchange, books),
            ];
            return new(kills, restarts, trades.Sum(t => t.Rows), trades.Sum(t => t.Reconnects), trades.Sum(t => t.Gaps), books.Sum(b => (long)b.All.Count), violations);
        }
        finally
        {
            await victim.DisposeAsync();
            foreach (IAsyncDisposable owned in trades.Cast<IAsyncDisposable>().Concat(books).Concat(managers))
            {
                await owned.DisposeAsync();
            }
        }
    }

    private static async Task<VictimProcess> StartVictimAsync(SimulatedExchange exchange, NatsServer broker)
    {
        VictimProcess victim = VictimProcess.ThatPublishes(exchange.WebSocketUri, broker.Address, s_times.Lease, Market);
        await victim.AnyLineAsync();
        return victim;
    }

    // The exchange stands still: all watchers have the book that a watcher of the venue gets now.
    private static async Task<IEnumerable<string>> BookViolationsAsync(SimulatedExchange exchange, List<EventReader<OrderBook>> books)
    {
        await using ConnectionManager direct = new();
        await using EventReader<OrderBook> reader = new(direct.Subscribe(KanaEndpoint.From(exchange.WebSocketUri), KanaTopics.OrderBook, Market));
        OrderBook truth = (await reader.RowsAsync())[0];
        return books
            .Select(b => b.All.Last(e => e.Items.Count > 0).Items[^1])
            .Where(b => !b.Bids.SequenceEqual(truth.Bids) || !b.Asks.SequenceEqual(truth.Asks))
            .Select(b => $"the last book differs: {b} and {truth}");
    }
}
