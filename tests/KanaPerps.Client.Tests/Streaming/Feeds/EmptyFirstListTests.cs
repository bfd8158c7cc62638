using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

/// <summary>A venue that has just started may answer before it has loaded what there is: an empty first list is not believed at once.</summary>
public sealed class EmptyFirstListTests
{
    // Longer than any test: what is believed within it is believed too early.
    private static readonly StreamOptions s_patient = StreamFixture.Fast with { EmptyListPatience = TimeSpan.FromHours(1) };

    [Fact]
    public async Task An_empty_first_list_gives_way_to_the_real_one()
    {
        await using StreamFixture fixture = new(s_patient);
        await using EventReader<Position> log = fixture.Watch(KanaTopics.Positions, "0x1", new SubscriptionOptions { Snapshot = true });
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();

        await socket.SendTextAsync(Messages.Nothing("positions"));
        await socket.SendTextAsync(Messages.Positions("1", "2"));

        await log.RowsAsync();
        Assert.Equal(2, Assert.Single(log.All, e => e.Notice is null).Items.Count);
    }

    [Fact]
    public async Task After_a_reconnect_it_closes_nothing()
    {
        await using StreamFixture fixture = new(s_patient);
        await using EventReader<Position> log = fixture.Watch(KanaTopics.Positions, "0x1");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await socket.SendTextAsync(Messages.Positions("1", "2"));
        await log.RowsAsync();
        socket.Drop();
        ScriptedWebSocket next = await fixture.Server.AcceptSubscriberAsync();

        await next.SendTextAsync(Messages.Nothing("positions"));
        await next.SendTextAsync(Messages.Positions("1", "2"));
        await next.SendTextAsync(Messages.Positions("1"));

        await log.RowAsync(p => p.Change == RowChange.Closed);
        Assert.Equal(
            [("1", RowChange.Current), ("2", RowChange.Current), ("2", RowChange.Closed)],
            log.All.SelectMany(e => e.Items).Select(p => (p.TradeId!, p.Change)));
        Assert.Single(log.Notices.OfType<ReconnectedNotice>());
    }

    [Fact]
    public async Task A_history_whose_first_list_is_empty_is_judged_by_the_one_that_follows()
    {
        await using StreamFixture fixture = new(s_patient);
        await using EventReader<Fill> log = fixture.Watch(KanaTopics.Fills, "0x1");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await socket.SendTextAsync(Messages.Fills(1, 2));
        await log.RowsAsync();
        socket.Drop();
        ScriptedWebSocket next = await fixture.Server.AcceptSubscriberAsync();

        await next.SendTextAsync(Messages.Nothing("trade_history"));
        await next.SendTextAsync(Messages.Fills(2, 3));

        Assert.Equal(Completeness.Proven, (await log.NoticeAsync<ReconnectedNotice>()).Completeness);
    }

    [Theory]
    [InlineData("positions")]
    [InlineData("orderbook")]
    public async Task It_is_believed_when_the_moment_is_over_and_nothing_else_came(string topic)
    {
        TimeSpan moment = TimeSpan.FromMilliseconds(700);
        WatchedTime time = new();
        await using StreamFixture fixture = new(StreamFixture.Fast with { EmptyListPatience = moment }, time);
        if (topic == "positions")
        {
            await BelieveAsync(fixture, time, moment, KanaTopics.Positions, "0x1", rows: 0);
        }
        else
        {
            await BelieveAsync(fixture, time, moment, KanaTopics.OrderBook, "14", rows: 1);
        }
    }

    [Fact]
    public async Task A_connection_that_ends_within_the_moment_has_said_nothing()
    {
        TimeSpan moment = TimeSpan.FromMilliseconds(700);
        WatchedTime time = new();
        await using StreamFixture fixture = new(StreamFixture.Fast with { EmptyListPatience = moment, BackoffBase = TimeSpan.FromTicks(1), BackoffMax = TimeSpan.FromTicks(1) }, time);
        await using EventReader<Position> log = fixture.Watch(KanaTopics.Positions, "0x1");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await socket.SendTextAsync(Messages.Nothing("positions"));
        await time.TimerAsync(moment);

        socket.Drop();
        await log.NoticeAsync<ReconnectingNotice>();
        time.Advance(moment);
        ScriptedWebSocket next = await fixture.Server.AcceptSubscriberAsync();
        await next.SendTextAsync(Messages.Positions("1"));

        await log.RowAsync(p => p.Change == RowChange.Current);
        Assert.Single(log.All, e => e.Notice is null);
    }

    [Fact]
    public async Task Without_patience_it_is_believed_at_once()
    {
        await using StreamFixture fixture = new(StreamFixture.Fast with { EmptyListPatience = TimeSpan.Zero }, new WatchedTime());
        using EventReader<Position> reader = fixture.Watch(KanaTopics.Positions, "0x1");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await reader.NextNoticeAsync<ConnectedNotice>();

        await socket.SendTextAsync(Messages.Nothing("positions"));

        Assert.Empty(await reader.NextRowsAsync());
    }

    [Fact]
    public async Task An_empty_list_later_on_is_believed_at_once()
    {
        await using StreamFixture fixture = new(s_patient);
        await using EventReader<Position> log = fixture.Watch(KanaTopics.Positions, "0x1");
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await socket.SendTextAsync(Messages.Positions("1"));
        await log.RowsAsync();

        await socket.SendTextAsync(Messages.Nothing("positions"));

        await log.RowAsync(p => p.Change == RowChange.Closed);
    }

    private static async Task BelieveAsync<T>(StreamFixture fixture, WatchedTime time, TimeSpan moment, Topic<T> topic, string key, int rows)
    {
        using EventReader<T> reader = fixture.Watch(topic, key);
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();
        await reader.NextNoticeAsync<ConnectedNotice>();
        await socket.SendTextAsync(Messages.Nothing(topic.Name));
        await time.TimerAsync(moment);
        Assert.Equal(ConnectionState.Subscribed, fixture.Status.State);
        Assert.IsType<ConnectedNotice>(Assert.Single(reader.All).Notice);

        time.Advance(moment);

        Assert.Equal(rows, (await reader.NextRowsAsync()).Count);
        Assert.Equal(ConnectionState.Live, fixture.Status.State);
    }
}
