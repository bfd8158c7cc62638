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
    [InlineData("deposit_withdraw_history")]
    public async Task The_lists_of_a_profile_that_was_never_used_are_empty_and_stay_so(string topic)
    {
        using SimulatorClient client = await SimulatorClient.ConnectAsync(_exchange);

        string message = await client.SubscribeAsync(topic, SimulatorClient.UnusedAccount);
        using JsonDocument list = JsonDocument.Parse(message);
        Assert.Equal((topic, 0), (TopicOf(message), list.RootElement.GetProperty("data").GetArrayLength()));
        _exchange.Step(200);
        Assert.Equal(message, await client.SubscribeAsync(topic, SimulatorClient.UnusedAccount));
    }

    [Theory]
    [InlineData("positions")]
    [InlineData("open_orders")]
    [InlineData("trade_history")]
    [InlineData("order_history")]
    [InlineData("deposit_withdraw_history")]
    [InlineData("live_trade_history")]
    [InlineData("live_order_history")]
    public async Task The_first_message_of_an_account_that_nobody_asked_for_before_has_rows(string topic)
    {
        using SimulatorClient client = await SimulatorClient.ConnectAsync(_exchange);

        using JsonDocument list = JsonDocument.Parse(await client.SubscribeAsync(topic, SimulatorClient.Account));
        Assert.NotEqual(0, list.RootElement.GetProperty("data").GetArrayLength());
    }

    [Theory]
    [InlineData("positions")]
    [InlineData("open_orders")]
    [InlineData("trade_history")]
    [InlineData("order_history")]
    [InlineData("deposit_withdraw_history")]
    [InlineData("live_trade_history")]
    [InlineData("live_order_history")]
    public async Task A_wallet_in_a_profiles_place_is_silence_whatever_happens(string topic)
    {
        using SimulatorClient client = await SimulatorClient.ConnectAsync(_exchange);
        await RestCalls.DataAsync(_exchange, $"getPositions?userAddress={SimulatorClient.Wallet}");

        await client.AssertSilenceAsync($$"""{"topic":"{{topic}}","address":"{{SimulatorClient.Wallet}}"}""");
        _exchange.Step(50);
        await client.AssertSilenceAsync($$"""{"topic":"{{topic}}","address":"{{SimulatorClient.Wallet}}"}""");
        Assert.Equal(["live_funding_rate"], _exchange.Subscriptions.Select(s => s.Topic));
    }

    [Fact]
    public async Task A_trader_of_the_tape_can_be_watched_by_the_address_that_stands_there()
    {
        using SimulatorClient client = await SimulatorClient.ConnectAsync(_exchange);
        using JsonDocument tape = JsonDocument.Parse(await client.SubscribeAsync("recent_trades", marketId: "14"));
        JsonElement newest = tape.RootElement.GetProperty("data")[0];

        string fills = await client.SubscribeAsync("trade_history", newest.GetProperty("address").GetString());

        Assert.Contains($"\"transaction_version\":{newest.GetProperty("transaction_version").GetRawText()}}}", fills, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_is_known_on_another_seed_and_after_a_restart_where_its_wallet_was_never_asked_for()
    {
        await using SimulatedExchange other = SimulatedExchange.Start(Worlds.Manual with { Seed = 8 });
        using SimulatorClient client = await SimulatorClient.ConnectAsync(other);

        Assert.Contains("\"order_id\"", await client.SubscribeAsync("order_history", (await RestCalls.DataAsync(_exchange, $"getProfileAddress?userAddress={SimulatorClient.Wallet}")).GetString()), StringComparison.Ordinal);
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

        // The account has deposited long ago, and does not need to again.
        HashSet<string> topics = [];
        while (topics.Count < 2)
        {
            topics.Add(TopicOf(await client.ReceiveAsync()));
        }

        Assert.Equal(["orderbook", "positions"], topics.Order());
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
    [InlineData("""{"topic":"ping"}""")]
    [InlineData("""{"type":"ping"}""")]
    [InlineData("""{"topic":"ORDERBOOK","market_id":"14"}""")]
    [InlineData("""{"topic":"orderbook","market_id":14}""")]
    [InlineData("""{"topic":"orderbook","market_id":"1338"}""")]
    [InlineData("""{"topic":"orderbook","market_id":"APT-USD"}""")]
    [InlineData("""{"topic":"positions"}""")]
    [InlineData("""{"topic":"orderbook"}""")]
    [InlineData("""{"topic":"orderbook","market_id":"999"}""")]
    [InlineData("""{"topic":"positions","address":"me"}""")]
    [InlineData("""{"topic":"\ud800"}""")]
    public async Task What_is_not_understood_is_answered_with_silence(string request)
    {
        using SimulatorClient client = await SimulatorClient.ConnectAsync(_exchange);
        await client.SendAsync(new string('x', 100_000));

        await client.AssertSilenceAsync(request);
    }

    [Theory]
    [InlineData(KanaNetwork.Mainnet, "14")]
    [InlineData(KanaNetwork.Testnet, "1338")]
    public async Task A_market_is_addressed_and_shown_by_its_id_on_the_network(KanaNetwork network, string id)
    {
        await using SimulatedExchange exchange = SimulatedExchange.Start(Worlds.Manual with { Network = network });
        using SimulatorClient client = await SimulatorClient.ConnectAsync(exchange);
        foreach (string topic in (string[])["orderbook", "recent_trades", "best_price"])
        {
            await client.SendAsync($$"""{"topic":"{{topic}}","market_id":"{{id}}"}""");
            using JsonDocument message = JsonDocument.Parse(await client.ReceiveAsync());
            JsonElement rows = message.RootElement.GetProperty("data");
            Assert.NotEqual(0, rows.GetArrayLength());
            Assert.All(rows.EnumerateArray(), row => Assert.Equal(id, row.GetProperty("market_id").GetString()));
        }
    }

    [Fact]
    public async Task An_address_is_the_same_with_and_without_leading_zeros_and_rows_show_it_without()
    {
        using SimulatorClient client = await SimulatorClient.ConnectAsync(_exchange);
        string padded = Worlds.AddressWithLeadingZero;
        string shown = "0x" + padded[2..].TrimStart('0');
        string message = await client.SubscribeAsync("deposit_withdraw_history", "0x" + padded[2..].ToUpperInvariant());
        using SimulatorClient other = await SimulatorClient.ConnectAsync(_exchange);

        Assert.Equal(message, await other.SubscribeAsync("deposit_withdraw_history", shown));
        Assert.Contains($"\"address\":\"{shown}\"", message, StringComparison.Ordinal);
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
