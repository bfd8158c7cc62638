using KanaPerps.Bridging;
using KanaPerps.Testing;

namespace KanaPerps.Nats.Tests;

/// <summary>A connection to a broker ends without an error, however often and from wherever it is ended.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task A_connection_can_be_closed_by_several_at_once()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        BridgeBroker broker = new(fixture.Options());
        for (int i = 0; i < 150; i++)
        {
            BrokerConnection connection = await broker.ConnectAsync("test", TestContext.Current.CancellationToken);
            for (int n = 0; n < 20; n++)
            {
                await connection.SubscribeAsync($"subject.{n}", (in BrokerMessage _) => { }, TestContext.Current.CancellationToken);
            }

            using Barrier start = new(2);
            Task Close() => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return connection.DisposeAsync().AsTask();
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap();
            await Task.WhenAll(Close(), Close());
            Assert.Equal("the connection was closed", (await connection.Closed).Message);
        }
    }

    [Fact]
    public async Task A_connection_to_a_broker_that_takes_nothing_more_is_closed_without_an_error()
    {
        await using BridgeFixture fixture = await BridgeFixture.StartAsync();
        await using Relay relay = new(fixture.Broker.Port);
        BrokerConnection connection = await fixture.ConnectAsync(relay.Address.Port, TimeSpan.FromMilliseconds(300));
        await connection.SubscribeAsync("subject", (in BrokerMessage _) => { }, TestContext.Current.CancellationToken);
        relay.Stick();

        // Until neither the system nor the library has room.
        byte[] payload = new byte[512 * 1024];
        BrokerException stuck = await Assert.ThrowsAsync<BrokerException>(async () =>
        {
            while (true)
            {
                await connection.PublishAsync("subject", payload, replyTo: null, TestContext.Current.CancellationToken);
            }
        });
        Assert.Equal(BrokerFailure.Timeout, stuck.Failure);

        await connection.DisposeAsync().AsTask().InTime();
        Assert.Equal("the connection was closed", (await connection.Closed).Message);
    }
}
