using System.Diagnostics;
using KanaPerps.Streaming;
using KanaPerps.Testing;
using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Streaming.Feeds;

public sealed class LeavingTests
{
    [Fact]
    public async Task Disposing_twice_and_from_several_threads_is_leaving_once()
    {
        await using StreamFixture fixture = new();
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await fixture.LiveAsync();
        using EventReader<FundingRate> stays = fixture.WatchFunding();
        await stays.NextRowsAsync();

        Parallel.For(0, 100, _ => reader.Subscription.CloseNow());
        reader.Dispose();
        await socket.SendTextAsync(Messages.Funding(2));

        await stays.NextRowsAsync();
        await reader.NextIsEndAsync();
        Assert.Equal(1, fixture.Status.Subscribers);
    }

    [Fact]
    public async Task Disconnecting_a_feed_tells_its_subscribers_and_closes_its_socket()
    {
        await using StreamFixture fixture = new();
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await fixture.LiveAsync();

        Assert.True(await fixture.Manager.DisconnectAsync(fixture.Status.Id));

        await reader.NextNoticeAsync<DisconnectedNotice>();
        await reader.NextIsEndAsync();
        Assert.True(reader.Subscription.IsCompleted);
        Assert.Equal(1000, await socket.CloseSeenAsync());
        Assert.Empty(fixture.Manager.GetConnections());
    }

    [Fact]
    public async Task Disconnecting_what_does_not_exist_is_false()
    {
        await using StreamFixture fixture = new();

        Assert.False(await fixture.Manager.DisconnectAsync(-1));
    }

    [Fact]
    public async Task After_a_disconnect_a_new_subscriber_dials_anew()
    {
        await using StreamFixture fixture = new();
        await fixture.LiveAsync();
        await fixture.Manager.DisconnectAsync(fixture.Status.Id);

        await fixture.LiveAsync();

        Assert.Equal(2, fixture.Server.ConnectionCount);
    }

    [Fact]
    public async Task Disposing_the_manager_tells_everyone_closes_every_socket_and_takes_nobody_more()
    {
        await using StreamFixture fixture = new();
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await fixture.LiveAsync();

        await Task.WhenAll(fixture.Manager.DisposeAsync().AsTask(), fixture.Manager.DisposeAsync().AsTask());

        await reader.NextNoticeAsync<DisconnectedNotice>();
        Assert.Equal(1000, await socket.CloseSeenAsync());
        await fixture.Manager.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.FundingRates));
    }

    [Fact]
    public async Task A_peer_that_does_not_answer_the_close_is_left_all_the_same()
    {
        await using StreamFixture fixture = new(StreamFixture.Fast with { CloseTimeout = TimeSpan.FromMilliseconds(100) });
        (EventReader<FundingRate> reader, ScriptedWebSocket socket) = await fixture.LiveAsync();
        socket.AnswersClose = false;

        reader.Subscription.CloseNow();

        Assert.Equal(1000, await socket.CloseSeenAsync());
        await socket.EndAsync();
    }

    [Fact]
    public async Task Leaving_while_waiting_for_the_first_message_closes_the_socket()
    {
        await using StreamFixture fixture = new();
        EventReader<FundingRate> reader = fixture.WatchFunding();
        ScriptedWebSocket socket = await fixture.Server.AcceptSubscriberAsync();

        reader.Subscription.CloseNow();

        await socket.EndAsync();
        Assert.Empty(fixture.Manager.GetConnections());
    }

    [Fact]
    public async Task Leaving_while_backing_off_ends_the_feed()
    {
        await using StreamFixture fixture = new(StreamFixture.Fast);
        EventReader<FundingRate> reader = fixture.WatchFunding();
        await fixture.Server.AnswerAsync("503 Service Unavailable", "Retry-After: 200\r\n");
        await reader.NextNoticeAsync<ReconnectingNotice>();

        Assert.True(await fixture.Manager.DisconnectAsync(fixture.Status.Id).InTime());

        await reader.NextNoticeAsync<DisconnectedNotice>();
        Assert.Equal(1, fixture.Server.ConnectionCount);
    }

    [Fact]
    public async Task A_wait_can_be_cancelled()
    {
        await using StreamFixture fixture = new();
        using Subscription<FundingRate> subscription = fixture.Manager.Subscribe(fixture.Server.Endpoint, KanaTopics.FundingRates);
        using CancellationTokenSource cancellation = new();
        Task waiting = Task.Factory.StartNew(
            () => subscription.Wait(Timeout.InfiniteTimeSpan, cancellation.Token),
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.InTime());
    }

    [Fact]
    public async Task Leaving_while_a_server_never_answers_leaves_nothing_behind()
    {
        await using StreamFixture fixture = new();
        EventReader<FundingRate> reader = fixture.WatchFunding();
        ScriptedConnection connection = await fixture.Server.AcceptAsync();
        await connection.ReadRequestAsync();

        Stopwatch watch = Stopwatch.StartNew();
        reader.Subscription.CloseNow();
        await connection.EndAsync();

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Empty(fixture.Manager.GetConnections());
    }
}
