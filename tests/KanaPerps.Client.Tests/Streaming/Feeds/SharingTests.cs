using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

public sealed class SharingTests
{
    [Fact]
    public async Task Two_subscribers_of_one_key_share_one_socket()
    {
        await using StreamFixture fixture = new();
        (EventReader<FundingRate> first, ScriptedWebSocket socket) = await fixture.LiveAsync();
        using EventReader<FundingRate> second = fixture.WatchFunding();
        await second.NextRowsAsync();

        await socket.SendTextAsync(Messages.Funding(2));

        Assert.Equal(RowChange.Updated, Assert.Single(await first.NextRowsAsync()).Change);
        Assert.Equal(RowChange.Updated, Assert.Single(await second.NextRowsAsync()).Change);
        Assert.Equal((1, 2), (fixture.Server.ConnectionCount, fixture.Status.Subscribers));
    }

    [Fact]
    public async Task A_second_subscriber_gets_the_current_state_at_once()
    {
        await using StreamFixture fixture = new();
        await fixture.LiveAsync();

        Subscription<FundingRate> second = fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.FundingRates);

        Assert.True(second.TryRead(out StreamEvent<FundingRate> next));
        Assert.Equal((1m, RowChange.Current), (next.Items[0].Rate, next.Items[0].Change));
    }

    [Fact]
    public async Task Spellings_of_one_address_share_one_socket()
    {
        await using StreamFixture fixture = new();
        using EventReader<Position> first = fixture.Watch(KanaTopics.Positions, "0xAB");
        using EventReader<Position> second = fixture.Watch(KanaTopics.Positions, "0x00ab");

        await fixture.Server.AcceptSubscriberAsync();

        Assert.Equal(2, fixture.Status.Subscribers);
    }

    [Fact]
    public async Task Several_keys_are_one_merged_stream_of_one_socket_each()
    {
        await using StreamFixture fixture = new();
        KanaEndpoint endpoint = fixture.Server.Endpoint;
        using EventReader<OrderBook> reader = new(fixture.Manager.Subscribe(KanaTopics.OrderBook, [(endpoint, "14"), (endpoint, "15"), (endpoint, "14")]));
        ScriptedWebSocket[] sockets = [await fixture.Server.AcceptWebSocketAsync(), await fixture.Server.AcceptWebSocketAsync()];
        string[] requests = [await sockets[0].NextTextAsync(), await sockets[1].NextTextAsync()];

        Assert.Equal(["""{"topic":"orderbook","market_id":"14"}""", """{"topic":"orderbook","market_id":"15"}"""], requests.Order());
        Assert.Equal(["14", "15"], reader.Subscription.Feeds.Select(f => f.Key!));
        await reader.NextNoticeAsync<ConnectedNotice>();
        await reader.NextNoticeAsync<ConnectedNotice>();
        foreach (ScriptedWebSocket socket in sockets)
        {
            await socket.SendTextAsync("""{"data":[],"message":"orderbook"}""");
            await reader.NextRowsAsync();
        }

        Assert.Equal(2, fixture.Server.ConnectionCount);
    }

    [Fact]
    public async Task A_topic_watched_as_text_and_as_rows_has_a_socket_for_each_and_both_are_known()
    {
        await using StreamFixture fixture = new();
        (_, ScriptedWebSocket rows) = await fixture.LiveAsync();
        using EventReader<TopicMessage> text = fixture.Watch(new RawTopic("live_funding_rate", TopicKeyKind.None));
        ScriptedWebSocket raw = await fixture.Server.AcceptSubscriberAsync();

        Assert.Equal(2, fixture.Manager.GetConnections().Count);
        await fixture.Manager.DisposeAsync();

        Assert.Equal((1000, 1000), (await rows.CloseSeenAsync(), await raw.CloseSeenAsync()));
    }

    [Theory]
    [InlineData(1, 10_000)]
    [InlineData(1000, 1)]
    public async Task Snapshots_merge_for_a_consumer_that_does_not_read_and_are_counted(int capacity, long patience)
    {
        await using StreamFixture fixture = new(StreamFixture.Fast with { SnapshotCapacity = capacity, SnapshotPatience = TimeSpan.FromTicks(patience) });
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await fixture.LiveAsync();
        using Subscription<FundingRate> sleeper = fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.FundingRates);
        for (int i = 2; i <= 100; i++)
        {
            await socket.SendTextAsync(Messages.Funding(i));
            await reader.NextRowsAsync();
        }

        Assert.True(sleeper.TryRead(out StreamEvent<FundingRate> only));

        Assert.Equal((99L, 100m), (only.Merged, Assert.Single(only.Items).Rate));
        Assert.Equal((99L, 0L), (fixture.Status.Merged, fixture.Status.Lagged));
    }
}
