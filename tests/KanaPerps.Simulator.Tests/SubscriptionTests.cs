using System.Text.Json;

namespace KanaPerps.Simulator.Tests;

public sealed class SubscriptionTests : IDisposable
{
    private readonly SimulatedExchange _exchange = SimulatedExchange.Start(Worlds.Manual);

    public void Dispose() => _exchange.Dispose();

    [Theory]
    [InlineData("positions")]
    [InlineData("open_orders")]
    [InlineData("trade_history")]
    [InlineData("order_history")]
    public async Task The_first_message_of_a_new_account_is_an_empty_list(string topic)
    {
        using SimulatorClient client = await SimulatorClient.ConnectAsync(_exchange);

        Assert.Equal($$"""{"data":[],"message":"{{topic}}"}""", await client.SubscribeAsync(topic, SimulatorClient.Account));
    }

    [Fact]
    public async Task Several_topics_share_one_socket()
    {
        using SimulatorClient client = await SimulatorClient.ConnectAsync(_exchange);
        await client.SubscribeAsync("positions", SimulatorClient.Account);
        await client.SubscribeAsync("orderbook", marketId: "14");
        await client.SubscribeAsync("deposit_withdraw_history", SimulatorClient.Account);
        await client.SubscribeAsync("live_funding_rate");
        _exchange.Step(60);

        HashSet<string> topics = [];
        while (topics.Count < 3)
        {
            topics.Add(TopicOf(await client.ReceiveAsync()));
        }

        Assert.Equal(["deposit_withdraw_history", "orderbook", "positions"], topics.Order());
        Assert.Equal(
            [(1, "deposit_withdraw_history"), (1, "live_funding_rate"), (1, "orderbook"), (1, "positions")],
            _exchange.Subscriptions.Select(s => (s.ConnectionId, s.Topic)));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"topic":5}""")]
    [InlineData("""{"topic":"candles","market_id":"14"}""")]
    [InlineData("""{"topic":"orderbook"}""")]
    [InlineData("""{"topic":"orderbook","market_id":"999"}""")]
    [InlineData("""{"topic":"positions","address":"me"}""")]
    [InlineData("""{"topic":"\ud800"}""")]
    public async Task What_is_not_understood_is_answered_with_silence(string request)
    {
        using SimulatorClient client = await SimulatorClient.ConnectAsync(_exchange);
        await client.SendAsync(request);
        await client.SendAsync(new string('x', 100_000));

        // Requests are answered in order: had there been an answer, it would be the first message.
        Assert.Contains("live_funding_rate", await client.SubscribeAsync("live_funding_rate"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"14\"", "14")]
    [InlineData("14", "14")]
    [InlineData("\"1338\"", "1338")]
    public async Task A_market_is_addressed_by_either_id_and_shown_by_the_one_asked_for(string written, string shown)
    {
        using SimulatorClient client = await SimulatorClient.ConnectAsync(_exchange);
        foreach (string topic in (string[])["orderbook", "recent_trades", "best_price"])
        {
            await client.SendAsync($$"""{"topic":"{{topic}}","market_id":{{written}}}""");
            using JsonDocument message = JsonDocument.Parse(await client.ReceiveAsync());
            JsonElement rows = message.RootElement.GetProperty("data");
            Assert.NotEqual(0, rows.GetArrayLength());
            Assert.All(rows.EnumerateArray(), row => Assert.Equal(shown, row.GetProperty("market_id").GetString()));
        }
    }

    [Fact]
    public async Task An_address_is_the_same_with_and_without_leading_zeros_and_rows_show_it_without()
    {
        using SimulatorClient client = await SimulatorClient.ConnectAsync(_exchange);
        await client.SubscribeAsync("deposit_withdraw_history", "0x00A1");
        using SimulatorClient other = await SimulatorClient.ConnectAsync(_exchange);
        await other.SubscribeAsync("deposit_withdraw_history", "0xa1");
        _exchange.Step();

        string message = await client.ReceiveAsync();
        Assert.Equal(message, await other.ReceiveAsync());
        Assert.Contains("\"address\":\"0xa1\"", message, StringComparison.Ordinal);
        Assert.Single(_exchange.Subscriptions.Select(s => s.Key).Distinct());
    }

    [Fact]
    public async Task A_list_is_sent_only_when_it_changed_and_again_to_who_asks_again()
    {
        using SimulatorClient client = await SimulatorClient.ConnectAsync(_exchange);
        string first = await client.SubscribeAsync("orderbook", marketId: "15");
        Assert.Equal(first, await client.SubscribeAsync("orderbook", marketId: "15"));
        Assert.Single(_exchange.Subscriptions);
        for (int step = 0; step < 50; step++)
        {
            _exchange.Step();
        }

        // The funding message marks the end of what the steps have sent.
        await client.SendAsync("""{"topic":"live_funding_rate"}""");
        List<string> books = [first];
        for (string message = await client.ReceiveAsync(); TopicOf(message) == "orderbook"; message = await client.ReceiveAsync())
        {
            books.Add(message);
        }

        Assert.True(books.Count > 20);
        Assert.Equal(books.Count, books.Distinct().Count());
    }

    [Fact]
    public async Task Closed_positions_vanish_from_the_list()
    {
        using SimulatorClient client = await SimulatorClient.ConnectAsync(_exchange);
        await client.SubscribeAsync("positions", SimulatorClient.Account);
        _exchange.Step(300);
        await client.SendAsync("""{"topic":"live_funding_rate"}""");
        List<HashSet<string>> states = [];
        for (string message = await client.ReceiveAsync(); TopicOf(message) == "positions"; message = await client.ReceiveAsync())
        {
            using JsonDocument document = JsonDocument.Parse(message);
            states.Add([.. document.RootElement.GetProperty("data").EnumerateArray().Select(p => p.GetProperty("trade_id").GetString()!)]);
        }

        Assert.Contains(states.Zip(states.Skip(1)), pair => pair.First.Except(pair.Second).Any());
    }

    [Fact]
    public async Task Account_rows_carry_the_ids_of_the_chosen_network()
    {
        await using SimulatedExchange testnet = SimulatedExchange.Start(Worlds.Manual with { Network = KanaNetwork.Testnet });
        using SimulatorClient client = await SimulatorClient.ConnectAsync(testnet);
        using JsonDocument message = JsonDocument.Parse(await client.SubscribeAsync("live_funding_rate"));

        string[] ids = [.. message.RootElement.GetProperty("data").EnumerateArray().Select(r => r.GetProperty("market_id").GetString()!)];
        Assert.Equal(["1338", "1339", "1340", "2387"], ids.Order());
    }

    private static string TopicOf(string message)
    {
        using JsonDocument document = JsonDocument.Parse(message);
        return document.RootElement.GetProperty("message").GetString()!;
    }
}
