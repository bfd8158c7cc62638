using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Testing.Faults;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

/// <summary>What hundreds of reconnects leave in the process.</summary>
[Collection(nameof(Alone))]
public sealed class FootprintTests
{
    private const int Feeds = 10;

    [Fact]
    public async Task Hundreds_of_reconnects_leave_heap_and_sockets_as_they_were_and_no_exception_unobserved()
    {
        // What other tests have left behind is not of this one.
        Footprint.Take();
        List<Exception> unobserved = [];
        void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e) => unobserved.Add(e.Exception);
        TaskScheduler.UnobservedTaskException += OnUnobserved;
        try
        {
            // By a clock that is fast enough for the budgets to give hundreds of dials in a few seconds.
            await using StreamFixture fixture = new(StreamFixture.Fast with { DialTimeout = TimeSpan.FromHours(1) }, new BentTime(speed: 50));
            List<Subscription<OrderBook>> watched = [.. Enumerable.Range(1, Feeds).Select(i => fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.OrderBook, $"{i}"))];
            using CancellationTokenSource end = new();
            Task reading = Task.WhenAll(watched.Select(ReadAsync));
            Task dropping = DropEachAsync(fixture.Server, end.Token);

            await ReconnectsAsync(fixture, 100);
            Footprint early = Footprint.Take();
            await ReconnectsAsync(fixture, 400);
            Footprint late = Footprint.Take();

            // Two megabytes over three hundred reconnects is the noise of a heap, not a leak of anything that a connection holds.
            Assert.True(late.Heap - early.Heap < 2 * 1024 * 1024, $"{early} -> {late}");
            Assert.True(late.Sockets - early.Sockets <= Feeds * 2, $"{early} -> {late}");
            await end.CancelAsync();
            await dropping;
            await fixture.Manager.DisposeAsync();
            await reading.InTime();
        }
        finally
        {
            Footprint.Take();
            TaskScheduler.UnobservedTaskException -= OnUnobserved;
        }

        Assert.Empty(unobserved);
    }

    private static Task ReconnectsAsync(StreamFixture fixture, int count) =>
        Eventually.HoldsAsync(() => fixture.Manager.GetConnections().Sum(c => c.Reconnects) >= count);

    private static async Task ReadAsync(Subscription<OrderBook> subscription)
    {
        await foreach (StreamEvent<OrderBook> next in subscription.ReadAllAsync())
        {
            _ = next;
        }
    }

    // Each connection brings one book and half of another, and ends: by a close, a reset, or nothing but silence on the line.
    private static async Task DropEachAsync(ScriptedServer server, CancellationToken end)
    {
        int count = 0;
        try
        {
            while (true)
            {
                ScriptedConnection connection = await server.AcceptUntilAsync(end);
                _ = ServeAsync(connection, count++);
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
    }

    private static async Task ServeAsync(ScriptedConnection connection, int number)
    {
        try
        {
            ScriptedWebSocket socket = await connection.UpgradeAsync();
            string market = (await socket.NextTextAsync()).Split('"')[^2];
            await socket.SendTextAsync($$"""{"data":[{"is_ask":false,"market_id":"{{market}}","price":1,"size":"1"}],"message":"orderbook"}""");
            switch (number % 3)
            {
                case 0:
                    await socket.SendCloseAsync(1001);
                    await socket.EndAsync();
                    socket.Drop();
                    break;
                case 1:
                    await socket.SendRawAsync(Frame.OfText("half", isFinal: false));
                    socket.Drop();
                    break;
                default:
                    socket.Reset();
                    break;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or TimeoutException or System.Threading.Channels.ChannelClosedException)
        {
            // The client left at the end of the test.
        }
    }
}
