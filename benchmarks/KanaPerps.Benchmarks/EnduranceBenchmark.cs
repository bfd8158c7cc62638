using System.Globalization;
using System.Text;
using System.Text.Json;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;
using KanaPerps.Topics;

namespace KanaPerps.Benchmarks;

/// <summary>
/// Ten million messages over a thousand connections: what a stream that is left alone for weeks goes through. Prints what is left of it
/// in the process, and exits with 1 when something is.
/// </summary>
internal static class EnduranceBenchmark
{
    private const int Feeds = 100;
    private const int ConnectionsPerFeed = 10;
    private const int MessagesPerConnection = 10_000;
    private const int MessagesPerWrite = 100;
    private const long HeapTolerance = 8 * 1024 * 1024;

    // The budget of dials is part of what is tried: a hundred feeds of one host take ten dials a second.
    private static readonly StreamOptions s_options = new() { BackoffBase = TimeSpan.FromMilliseconds(10), BackoffMax = TimeSpan.FromMilliseconds(10), Linger = TimeSpan.Zero };

    public static async Task<int> RunAsync()
    {
        List<Exception> unobserved = [];
        TaskScheduler.UnobservedTaskException += (_, e) => unobserved.Add(e.Exception);
        await RunFeedsAsync(connectionsPerFeed: 1);
        Footprint before = Footprint.Take();
        (long messages, long reconnects) = await RunFeedsAsync(ConnectionsPerFeed);
        Footprint after = Footprint.Take();

        long grown = after.Heap - before.Heap;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"messages    {messages}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"reconnects  {reconnects}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"heap        {before.Heap / 1024} KiB before, {after.Heap / 1024} KiB after"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sockets     {before.Sockets} before, {after.Sockets} after"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"unobserved  {unobserved.Count} exceptions"));
        bool flat = grown < HeapTolerance && after.Sockets <= before.Sockets && unobserved.Count == 0;
        bool whole = messages == (long)Feeds * ConnectionsPerFeed * MessagesPerConnection && reconnects == Feeds * (ConnectionsPerFeed - 1);
        Console.WriteLine(flat && whole ? "nothing left over" : "something is left over or missing");
        return flat && whole ? 0 : 1;
    }

    private static async Task<(long Messages, long Reconnects)> RunFeedsAsync(int connectionsPerFeed)
    {
        await using ScriptedServer server = new();
        await using ConnectionManager manager = new(s_options);
        Dictionary<string, int> served = [];
        Subscription<OrderBook>[] watchers = [.. Enumerable.Range(1, Feeds).Select(m => manager.Subscribe(server.Endpoint, KanaTopics.OrderBook, m.ToString(CultureInfo.InvariantCulture)))];
        Task[] reading = [.. watchers.Select(DrainAsync)];
        List<Task> serving = [];
        for (int i = 0; i < Feeds * connectionsPerFeed; i++)
        {
            ScriptedWebSocket socket = await server.AcceptWebSocketAsync();
            string market = MarketOf(await socket.NextTextAsync());
            int number = served[market] = served.GetValueOrDefault(market) + 1;
            serving.Add(ServeAsync(socket, market, isLast: number == connectionsPerFeed));
        }

        await Task.WhenAll(serving);
        long messages = 0;
        while ((messages = manager.GetConnections().Sum(c => c.Messages)) < (long)Feeds * connectionsPerFeed * MessagesPerConnection)
        {
            await Task.Delay(10);
        }

        long reconnects = manager.GetConnections().Sum(c => c.Reconnects);
        Array.ForEach(watchers, w => w.Dispose());
        await Task.WhenAll(reading);
        return (messages, reconnects);
    }

    private static async Task ServeAsync(ScriptedWebSocket socket, string market, bool isLast)
    {
        byte[] frame = Frame.OfText($$"""{"data":[{"is_ask":true,"last_updated":1760000001,"market_id":"{{market}}","price":5.76,"size":"10"},{"is_ask":false,"last_updated":1760000001,"market_id":"{{market}}","price":5.75,"size":"12"}],"message":"orderbook"}""");
        byte[] batch = [.. Enumerable.Repeat(frame, MessagesPerWrite).SelectMany(f => f)];
        for (int i = 0; i < MessagesPerConnection / MessagesPerWrite; i++)
        {
            await socket.SendRawAsync(batch);
        }

        if (!isLast)
        {
            await socket.SendCloseAsync(1012);
        }
    }

    private static async Task DrainAsync(Subscription<OrderBook> watcher)
    {
        await foreach (StreamEvent<OrderBook> _ in watcher.ReadAllAsync())
        {
        }
    }

    private static string MarketOf(string request)
    {
        using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetBytes(request));
        return document.RootElement.GetProperty("market_id").GetString() ?? "";
    }
}
