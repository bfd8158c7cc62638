using System.Diagnostics;
using System.Net.Sockets;

namespace KanaPerps.Simulator.Tests;

public sealed class LifecycleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Disposing_ends_everything_within_two_seconds_and_any_number_of_times()
    {
        SimulatedExchange exchange = SimulatedExchange.Start(new SimulatorOptions { Rate = 1000 });
        using SimulatorClient first = await SimulatorClient.ConnectAsync(exchange);
        using SimulatorClient second = await SimulatorClient.ConnectAsync(exchange);
        await first.SubscribeAsync("orderbook", marketId: "14");
        using RawConnection idle = await RawConnection.OpenAsync(exchange);
        Task tooMany = exchange.WaitForConnectionCountAsync(99, Token);

        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(exchange.Dispose, Token)));
        await exchange.DisposeAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.Equal(0, exchange.ConnectionCount);
        Assert.Empty(exchange.Subscriptions);
        await exchange.Completion;
        await Assert.ThrowsAsync<ObjectDisposedException>(() => tooMany);
        Assert.Throws<ObjectDisposedException>(() => exchange.Step());
        using TcpClient late = new();
        await Assert.ThrowsAsync<SocketException>(async () => await late.ConnectAsync(exchange.RestUri.Host, exchange.RestUri.Port, Token));
    }

    [Fact]
    public async Task The_market_runs_by_itself_until_it_is_paused()
    {
        await using SimulatedExchange exchange = SimulatedExchange.Start(new SimulatorOptions { Rate = 500 });
        using SimulatorClient client = await SimulatorClient.ConnectAsync(exchange);
        string first = await client.SubscribeAsync("orderbook", marketId: "14");
        Assert.NotEqual(first, await client.ReceiveAsync());
        Assert.Throws<InvalidOperationException>(() => exchange.Step());

        exchange.Pause();
        Assert.True(exchange.IsPaused);
        exchange.Step(5);
        exchange.Resume();

        Assert.NotEqual(first, await client.ReceiveAsync());
        Assert.True(exchange.MessagesSent >= 2);
    }

    [Fact]
    public async Task A_slow_start_of_many_connections_is_waited_for_by_signal()
    {
        await using SimulatedExchange exchange = SimulatedExchange.Start(Worlds.Manual);
        Task three = exchange.WaitForConnectionCountAsync(3, Token);
        SimulatorClient[] clients = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SimulatorClient.ConnectAsync(exchange)));
        await three;
        Array.ForEach(clients, client => client.Dispose());
        await exchange.WaitForConnectionCountAsync(0, Token);
        Assert.Equal(3, exchange.TotalConnections);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(5000)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    public async Task A_close_code_that_is_never_sent_is_refused(int code)
    {
        await using SimulatedExchange exchange = SimulatedExchange.Start(Worlds.Manual);

        Assert.Throws<ArgumentException>(() => exchange.CloseConnections(code, ""));
        Assert.Throws<ArgumentException>(() => exchange.CloseConnections(1000, new string('x', 124)));
    }
}
