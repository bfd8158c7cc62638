using System.Globalization;
using KanaPerps.Simulator;
using KanaPerps.Streaming;
using KanaPerps.Testing.Faults;
using KanaPerps.Topics;

namespace KanaPerps.Testing.Soak;

/// <summary>
/// Watches the simulator through a proxy that breaks connections in every way, and compares what every watcher was told with what
/// the exchange published: nothing may be missing silently, nothing told twice, and nothing left over at the end. Latecomers join
/// feeds in every state, and a second venue sends lists that slide past what was known, and old ones after a reconnect.
/// </summary>
public sealed class SoakRun
{
    private const long HeapTolerance = 32 * 1024 * 1024;
    private static readonly string[] s_markets = ["14", "15", "16", "31"];

    // Deadlines in proportion to faults that last seconds, not minutes.
    private static readonly StreamOptions s_options = new()
    {
        BackoffBase = TimeSpan.FromMilliseconds(50),
        BackoffMax = TimeSpan.FromSeconds(1),
        StableAfter = TimeSpan.FromSeconds(1),
        FirstMessageTimeout = TimeSpan.FromSeconds(2),
        KeepAliveInterval = TimeSpan.FromSeconds(1),
        KeepAliveTimeout = TimeSpan.FromSeconds(1),
        DialTimeout = TimeSpan.FromSeconds(2),
        Linger = TimeSpan.FromMilliseconds(200),
        QueueCapacity = 30,
    };

    private readonly SoakOptions _options;
    private readonly List<string> _violations = [];
    private int _shortWatchers;

    /// <summary>Prepares a soak.</summary>
    /// <param name="options">How long and how hard.</param>
    public SoakRun(SoakOptions options)
    {
        _options = options;
    }

    /// <summary>Soaks.</summary>
    /// <returns>What was found.</returns>
    public async Task<SoakReport> RunAsync()
    {
        List<string> unobserved = [];
        void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e) => unobserved.Add($"unobserved: {e.Exception.InnerException}");
        TaskScheduler.UnobservedTaskException += OnUnobserved;
        (long heapBefore, int socketsBefore) = Footprint.Take();
        try
        {
            SoakReport report = await SoakAsync();
            (long heap, int sockets) = Footprint.Take();
            Check(heap - heapBefore < HeapTolerance, $"the heap grew by {(heap - heapBefore) / 1024} KiB");
            Check(sockets <= socketsBefore, $"{sockets - socketsBefore} sockets are left over");
            return report with { Violations = [.. _violations, .. unobserved] };
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= OnUnobserved;
        }
    }

    private async Task<SoakReport> SoakAsync()
    {
        await using SimulatedExchange exchange = SimulatedExchange.Start(new SimulatorOptions { Seed = _options.Seed, Rate = _options.Rate, Start = DateTimeOffset.UtcNow });
        await using FaultProxy proxy = new(exchange.WebSocketUri, _options.Seed);
        await using ConnectionManager manager = new(s_options);
        List<ISoakWatcher> watchers = [.. MarketWatchers(manager, proxy.Endpoint, exchange), .. AccountWatchers(manager, proxy.Endpoint, exchange)];
        await Task.WhenAll(watchers.Select(w => w.StartAsync())).InTime();

        FaultScript faults = new(proxy, exchange, _options.Seed);
        using CancellationTokenSource crowdEnd = new();
        Task crowd = CrowdAsync(manager, proxy.Endpoint, crowdEnd.Token);
        SlidingSoak sliding = new();
        Task slides = sliding.RunAsync(_options.Seed, _options.Length);
        await faults.RunAsync(_options.Length);
        await crowdEnd.CancelAsync();
        await crowd;
        await slides;
        _violations.AddRange(sliding.Violations);

        exchange.Pause();
        await CatchUpAsync(manager, watchers);
        _violations.AddRange(watchers.SelectMany(w => w.Violations()));
        foreach (ISoakWatcher watcher in watchers)
        {
            await watcher.DisposeAsync();
        }

        await manager.CloseUnusedAsync();
        await exchange.WaitForConnectionCountAsync(0).InTime();
        Check(manager.GetConnections().Count == 0, $"{manager.GetConnections().Count} feeds are left over");
        return new SoakReport
        {
            Faults = faults.Injected.Concat(sliding.Faults).ToDictionary(),
            Feeds = watchers.Count + 1,
            ShortWatchers = _shortWatchers,
            Reconnects = watchers.Sum(w => w.Reconnects) + sliding.Reconnects,
            Rows = watchers.Sum(w => w.Rows) + sliding.Rows,
            Gaps = watchers.Sum(w => w.Gaps) + sliding.Gaps,
            Lagged = watchers.Sum(w => w.Lagged),
            Violations = [],
        };
    }

    private IEnumerable<ISoakWatcher> MarketWatchers(ConnectionManager manager, KanaEndpoint endpoint, SimulatedExchange exchange)
    {
        foreach (string market in s_markets)
        {
            SubscriptionOptions options = Connections(market[^1]);
            yield return new HistoryWatcher<Trade>(manager, endpoint, exchange, KanaTopics.RecentTrades, market, RowIds.Of, RowIds.OfFill, options: options);
            yield return new HistoryWatcher<Trade>(manager, endpoint, exchange, KanaTopics.RecentTrades, market, RowIds.Of, RowIds.OfFill, slowness: new Random(_options.Seed), options: options);
        }

        yield return new StateWatcher<FundingRate>(manager, endpoint, exchange, KanaTopics.FundingRates, null, r => r.MarketId.ToString(CultureInfo.InvariantCulture), RowIds.Of, RowIds.OfFunding);
    }

    private IEnumerable<ISoakWatcher> AccountWatchers(ConnectionManager manager, KanaEndpoint endpoint, SimulatedExchange exchange)
    {
        for (int i = 0; i < _options.Accounts; i++)
        {
            string address = Account(i);
            SubscriptionOptions options = Connections(i);
            yield return new HistoryWatcher<Fill>(manager, endpoint, exchange, KanaTopics.Fills, address, RowIds.Of, RowIds.OfFill, options: options);
            yield return new HistoryWatcher<OrderRecord>(manager, endpoint, exchange, KanaTopics.OrderHistory, address, RowIds.Of, RowIds.OfOrder, RowIds.OrderOf, options: options);
            yield return new HistoryWatcher<Transfer>(manager, endpoint, exchange, KanaTopics.Transfers, address, RowIds.Of, RowIds.OfTransfer, options: options);
            yield return new StateWatcher<Position>(manager, endpoint, exchange, KanaTopics.Positions, address, r => $"{r.TradeId}", RowIds.Of, RowIds.OfPosition, options);
            yield return new StateWatcher<OpenOrder>(manager, endpoint, exchange, KanaTopics.OpenOrders, address, r => r.OrderId, RowIds.Of, RowIds.OfOpenOrder, options);
        }
    }

    // Watchers that come and go, on feeds of their own and on those of others, in the middle of everything. Half of them want the list of
    // the moment, as a Get- does.
    private async Task CrowdAsync(ConnectionManager manager, KanaEndpoint endpoint, CancellationToken end)
    {
        Random random = new(_options.Seed + 1);
        List<Task<string?>> running = [];
        while (!end.IsCancellationRequested)
        {
            foreach (Task<string?> gone in running.Where(r => r.IsCompleted).ToArray())
            {
                running.Remove(gone);
                _violations.AddRange(await gone is { } violation ? [violation] : []);
            }

            int kind = random.Next(3);
            bool isSnapshot = random.Next(2) == 0;
            TimeSpan life = TimeSpan.FromMilliseconds(random.Next(1, 400));
            string market = s_markets[random.Next(s_markets.Length)];
            string account = Account(random.Next(_options.Accounts * 2));
            running.Add(kind switch
            {
                0 => JoinAsync(KanaTopics.OrderBook, market),
                1 => JoinAsync(KanaTopics.RecentTrades, market),
                _ => JoinAsync(KanaTopics.Positions, account),
            });
            _shortWatchers++;
            await Schedule.PauseAsync(TimeSpan.FromMilliseconds(random.Next(60)), CancellationToken.None);

            Task<string?> JoinAsync<T>(Topic<T> topic, string key) =>
                Latecomer.JoinAsync(manager, new FeedKey(endpoint, topic.Name, topic.NormalizeKey(key)), topic, isSnapshot, life);
        }

        _violations.AddRange((await Task.WhenAll(running)).OfType<string>());
    }

    // The market stands still now. What is not told within the time that a broken connection may take is lost. A feed that the last fault
    // hit owes its watchers a notice too, so it has to reconnect before anything is counted.
    private async Task CatchUpAsync(ConnectionManager manager, List<ISoakWatcher> watchers)
    {
        IEnumerable<ConnectionStatus> NotLive() => manager.GetConnections().Where(s => s.Subscribers > 0 && s.State != ConnectionState.Live);

        if (await Eventually.HoldsWithinAsync(() => !NotLive().Any() && watchers.All(w => w.HasCaughtUp), TimeSpan.FromSeconds(60)))
        {
            return;
        }

        foreach (ConnectionStatus status in NotLive())
        {
            _violations.Add(string.Create(CultureInfo.InvariantCulture, $"{status}, which has not reconnected: {status.LastLossReason}"));
        }
    }

    // Every second feed keeps two connections.
    private static SubscriptionOptions Connections(int number) => new() { Redundancy = 1 + (number % 2) };

    private string Account(int number) => SimulatedExchange.ProfileAddressOf($"0x{(_options.Seed * 1000) + number + 1:x}{new string('a', 40)}")!;

    private void Check(bool holds, string violation)
    {
        if (!holds)
        {
            _violations.Add(violation);
        }
    }
}
