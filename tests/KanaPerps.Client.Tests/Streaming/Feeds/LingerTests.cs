using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;
using Microsoft.Extensions.Time.Testing;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

public sealed class LingerTests
{
    private static readonly TimeSpan s_linger = new StreamOptions().Linger;

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_feed_that_nobody_uses_closes_when_its_linger_time_is_over()
    {
        await using StreamFixture fixture = new(time: _time);
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await fixture.LiveAsync();

        reader.Dispose();
        _time.Advance(s_linger - TimeSpan.FromTicks(1));
        Assert.Equal((ConnectionState.Live, 0), (fixture.Status.State, fixture.Status.Subscribers));
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(1000, await socket.CloseSeenAsync());
        Assert.Empty(fixture.Manager.GetConnections());
    }

    [Fact]
    public async Task Whoever_comes_within_the_linger_time_finds_the_socket_as_it_was()
    {
        await using StreamFixture fixture = new(time: _time);
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await fixture.LiveAsync();
        reader.Dispose();
        _time.Advance(s_linger / 2);

        using EventReader<FundingRate> next = fixture.WatchFunding();
        Assert.Equal(RowChange.Current, Assert.Single(await next.NextRowsAsync()).Change);
        _time.Advance(s_linger);
        await socket.SendTextAsync(Messages.Funding(2));

        Assert.Equal(RowChange.Updated, Assert.Single(await next.NextRowsAsync()).Change);
        Assert.Equal(1, fixture.Server.ConnectionCount);
    }

    [Fact]
    public async Task Leaving_again_makes_the_time_count_anew()
    {
        await using StreamFixture fixture = new(time: _time);
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await fixture.LiveAsync();
        reader.Dispose();
        _time.Advance(s_linger / 2);
        fixture.WatchFunding().Dispose();

        _time.Advance(s_linger / 2);
        Assert.Equal(ConnectionState.Live, fixture.Status.State);
        _time.Advance(s_linger / 2);

        Assert.Equal(1000, await socket.CloseSeenAsync());
    }

    [Fact]
    public async Task Leaving_at_once_closes_at_once_unless_somebody_else_listens()
    {
        await using StreamFixture fixture = new(time: _time);
        (EventReader<FundingRate> first, ScriptedWebSocket socket) = await fixture.LiveAsync();
        EventReader<FundingRate> second = fixture.WatchFunding();

        first.Subscription.CloseNow();
        Assert.Equal(1, fixture.Status.Subscribers);
        second.Subscription.CloseNow();

        Assert.Equal(1000, await socket.CloseSeenAsync());
    }

    [Fact]
    public async Task Without_a_linger_time_a_feed_closes_with_its_last_subscriber()
    {
        await using StreamFixture fixture = new(StreamFixture.Fast with { Linger = TimeSpan.Zero }, _time);
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await fixture.LiveAsync();

        reader.Dispose();

        Assert.Equal(1000, await socket.CloseSeenAsync());
    }

    [Fact]
    public async Task Unused_feeds_can_be_closed_without_waiting_and_used_ones_stay()
    {
        await using StreamFixture fixture = new(time: _time);
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await fixture.LiveAsync();

        await fixture.Manager.CloseUnusedAsync();
        Assert.Equal(ConnectionState.Live, fixture.Status.State);
        reader.Dispose();
        await fixture.Manager.CloseUnusedAsync().InTime();

        Assert.Empty(fixture.Manager.GetConnections());
        Assert.Equal(1000, await socket.CloseSeenAsync());
    }

    [Fact]
    public async Task Watchers_that_come_and_go_from_many_threads_leave_one_feed_for_the_one_who_stays()
    {
        await using StreamFixture fixture = new(StreamFixture.Fast with { Linger = TimeSpan.FromMilliseconds(1) });
        (EventReader<FundingRate> stays, ScriptedWebSocket socket) = await fixture.LiveAsync();
        using EventReader<FundingRate> alsoStays = fixture.WatchFunding();

        Parallel.For(0, 1_000, _ => fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.FundingRates).Dispose());
        await socket.SendTextAsync(Messages.Funding(2));

        Assert.Equal(2, Assert.Single(await stays.NextRowsAsync()).Rate);
        Assert.Equal((1, 2), (fixture.Server.ConnectionCount, fixture.Status.Subscribers));
    }
}
