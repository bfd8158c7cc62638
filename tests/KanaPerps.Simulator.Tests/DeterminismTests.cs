namespace KanaPerps.Simulator.Tests;

public sealed class DeterminismTests
{
    [Theory]
    [InlineData(SimulatorEncoding.Current)]
    [InlineData(SimulatorEncoding.Early)]
    public async Task The_same_seed_gives_the_same_messages_byte_for_byte(SimulatorEncoding encoding)
    {
        SimulatorOptions options = Worlds.Manual with { Encoding = encoding };
        IReadOnlyList<string> first = await RecordAsync(options);
        IReadOnlyList<string> second = await RecordAsync(options);

        Assert.True(first.Count > 300);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Another_seed_gives_another_world()
    {
        IReadOnlyList<string> first = await RecordAsync(Worlds.Manual);
        IReadOnlyList<string> second = await RecordAsync(Worlds.Manual with { Seed = 8 });

        Assert.NotEqual(first, second);
    }

    [Fact]
    public void The_numbers_are_those_of_SplitMix64()
    {
        // The reference implementation's first numbers for this seed.
        SeededRandom random = new(1234567);
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423], Enumerable.Range(0, 3).Select(_ => random.NextBits()));
    }

    private static async Task<IReadOnlyList<string>> RecordAsync(SimulatorOptions options)
    {
        await using SimulatedExchange exchange = SimulatedExchange.Start(options);
        using SimulatorClient client = await SimulatorClient.ConnectAsync(exchange);
        List<string> messages = [];
        foreach (string topic in (string[])["positions", "trade_history", "open_orders", "order_history", "deposit_withdraw_history"])
        {
            messages.Add(await client.SubscribeAsync(topic, SimulatorClient.Account));
        }

        messages.Add(await client.SubscribeAsync("open_orders", SimulatorClient.OtherAccount));
        await client.SendAsync("""{"topic":"orderbook","market_id":"14"}""");
        await client.SendAsync("""{"topic":"recent_trades","market_id":"15"}""");
        messages.Add(await client.ReceiveAsync());
        messages.Add(await client.ReceiveAsync());
        exchange.Step(200);
        await client.SendAsync("""{"topic":"live_funding_rate"}""");
        for (string message = await client.ReceiveAsync(); ; message = await client.ReceiveAsync())
        {
            messages.Add(message);
            if (message.Contains("live_funding_rate", StringComparison.Ordinal))
            {
                return messages;
            }
        }
    }
}
