using System.Text.Json;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

public sealed class SubscribingTests
{
    [Fact]
    public async Task A_socket_asks_with_the_very_text_that_the_page_prints()
    {
        foreach (JsonElement request in JsonElement.Parse(Samples.Bytes("page-ws-subscribe-requests.json")).EnumerateArray())
        {
            await using StreamFixture fixture = new();
            Topic topic = Assert.Single(KanaTopics.All, t => t.Name == request.GetProperty("topic").GetString());
            string? key = topic.KeyField is { } field ? request.GetProperty(field).GetString() : null;
            using EventReader<TopicMessage> reader = fixture.Watch(new RawTopic(topic.Name, topic.KeyKind), key);

            ScriptedWebSocket socket = await fixture.Server.AcceptWebSocketAsync();

            Assert.Equal("GET /ws/ HTTP/1.1", socket.Handshake.Line);
            Assert.Equal(JsonSerializer.Serialize(request), await socket.NextTextAsync());
        }
    }

    [Fact]
    public async Task The_first_things_told_are_the_connection_and_the_current_rows()
    {
        await using StreamFixture fixture = new();
        using EventReader<FundingRate> reader = fixture.WatchFunding();
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();

        Assert.Contains($"{fixture.Server.Endpoint.WebSocket}", (await reader.NextNoticeAsync<ConnectedNotice>()).Message, StringComparison.Ordinal);
        Assert.Equal(ConnectionState.Subscribed, fixture.Status.State);
        await socket.SendSampleAsync("page-ws-live_funding_rate.json");

        IReadOnlyList<FundingRate> rows = await reader.NextRowsAsync();
        Assert.Equal([14, 15, 16], rows.Select(r => r.MarketId));
        Assert.All(rows, r => Assert.Equal(RowChange.Current, r.Change));
        Assert.Equal((ConnectionState.Live, true, 1, 3L), (fixture.Status.State, fixture.Status.Healthy, fixture.Status.Subscribers, fixture.Status.Rows));
    }

    [Fact]
    public async Task An_address_goes_out_as_the_venue_writes_it_itself_and_compares_padded()
    {
        await using StreamFixture fixture = new();
        using EventReader<Position> reader = fixture.Watch(KanaTopics.Positions, "0x00AB");

        ScriptedWebSocket socket = await fixture.Server.AcceptWebSocketAsync();

        Assert.Equal("""{"topic":"positions","address":"0xab"}""", await socket.NextTextAsync());
        Assert.Equal("0x" + new string('0', 62) + "ab", Assert.Single(reader.Subscription.Feeds).Key);
    }

    [Fact]
    public async Task What_is_no_address_is_refused_before_any_dial()
    {
        await using StreamFixture fixture = new();

        KanaException e = Assert.Throws<KanaException>(() => fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.Positions, "14"));

        Assert.Equal(KanaErrorKind.InvalidAddress, e.Kind);
        Assert.Empty(fixture.Manager.GetConnections());
        Assert.Equal(0, fixture.Server.ConnectionCount);
    }

    [Fact]
    public async Task A_raw_topic_hands_on_each_message_as_it_came()
    {
        await using StreamFixture fixture = new();
        using EventReader<TopicMessage> reader = fixture.Watch(new RawTopic("best_price", TopicKeyKind.Market), "14");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await reader.NextNoticeAsync<ConnectedNotice>();

        await socket.SendTextAsync("no JSON at all");
        Assert.Equal("no JSON at all", Assert.Single(await reader.NextRowsAsync()).Text);
        await socket.SendTextAsync("""{"bid":1}""");
        Assert.Equal("""{"bid":1}""", Assert.Single(await reader.NextRowsAsync()).Text);
    }

    [Fact]
    public async Task A_topic_of_the_whole_venue_gives_the_rows_of_the_markets_named()
    {
        await using StreamFixture fixture = new();
        (KanaEndpoint, string?)[] targets = [(fixture.Server.Endpoint, "14"), (fixture.Server.Endpoint, "16")];
        using EventReader<FundingRate> reader = new(fixture.Manager.Subscribe(KanaTopics.FundingRates, targets));
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await reader.NextNoticeAsync<ConnectedNotice>();

        await socket.SendTextAsync("""{"data":[{"market_id":"14","funding_rate":1},{"market_id":"15","funding_rate":2},{"market_id":"16","funding_rate":3}]}""");
        Assert.Equal([14, 16], (await reader.NextRowsAsync()).Select(r => r.MarketId));
        await socket.SendTextAsync("""{"data":[{"market_id":"14","funding_rate":1},{"market_id":"15","funding_rate":9},{"market_id":"16","funding_rate":8}]}""");
        Assert.Equal([16], (await reader.NextRowsAsync()).Select(r => r.MarketId));
    }

    [Fact]
    public async Task A_topic_of_the_whole_venue_that_is_asked_for_once_without_a_market_gives_all_rows()
    {
        await using StreamFixture fixture = new();
        (KanaEndpoint, string?)[] targets = [(fixture.Server.Endpoint, "14"), (fixture.Server.Endpoint, null), (fixture.Server.Endpoint, "16")];
        using EventReader<FundingRate> reader = new(fixture.Manager.Subscribe(KanaTopics.FundingRates, targets));
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await reader.NextNoticeAsync<ConnectedNotice>();

        await socket.SendTextAsync("""{"data":[{"market_id":"14","funding_rate":1},{"market_id":"15","funding_rate":2}]}""");
        Assert.Equal([14, 15], (await reader.NextRowsAsync()).Select(r => r.MarketId));
    }

    [Fact]
    public async Task NewOnly_leaves_out_the_rows_of_the_first_list()
    {
        await using StreamFixture fixture = new();
        using EventReader<Fill> reader = fixture.Watch(KanaTopics.Fills, "0x1", new SubscriptionOptions { NewOnly = true });
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await reader.NextNoticeAsync<ConnectedNotice>();

        await socket.SendTextAsync(Messages.Fills(1, 2));
        Assert.Empty(await reader.NextRowsAsync());
        await socket.SendTextAsync(Messages.Fills(1, 2, 3));
        Assert.Equal("3", Assert.Single(await reader.NextRowsAsync()).OrderId);
    }
}
