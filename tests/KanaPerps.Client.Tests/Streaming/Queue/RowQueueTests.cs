using KanaPerps.Streaming;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Streaming.Queue;

public sealed class RowQueueTests
{
    [Fact]
    public void Rows_and_notices_come_in_the_order_they_happened()
    {
        using QueueFixture<Fill> fixture = new(KanaTopics.Fills);
        fixture.PostConnected();
        fixture.Post(Rows.Fill("a", 1), Rows.Fill("b", 2));
        fixture.PostBad();
        fixture.Post(Rows.Fill("c", 3));

        Assert.Equal(["ConnectedNotice", "a,b", "bad 1", "c"], Read(fixture));
    }

    [Fact]
    public void Beyond_the_capacity_the_oldest_rows_give_way_to_a_notice_in_their_place()
    {
        using QueueFixture<Fill> fixture = new(KanaTopics.Fills, capacity: 3);
        fixture.PostConnected();
        Assert.Equal((0, 0), fixture.Post(Rows.Fill("a", 1), Rows.Fill("b", 2)));
        fixture.PostBad();
        Assert.Equal((0, 0), fixture.Post(Rows.Fill("c", 3)));
        Assert.Equal((1, 0), fixture.Post(Rows.Fill("d", 4)));
        Assert.Equal((2, 0), fixture.Post(Rows.Fill("e", 5), Rows.Fill("f", 6)));

        Assert.Equal(["ConnectedNotice", "lost 2", "bad 1", "lost 1", "d", "e,f"], Read(fixture));
    }

    [Fact]
    public void A_large_message_gives_way_row_by_row_so_that_the_newest_rows_up_to_the_capacity_are_kept()
    {
        using QueueFixture<Fill> fixture = new(KanaTopics.Fills, capacity: 10_000);
        fixture.Post([.. Enumerable.Range(0, 4).Select(i => Rows.Fill($"first {i}", i))]);
        Assert.Equal((0, 0), fixture.Post([.. Enumerable.Range(4, 9_990).Select(i => Rows.Fill($"{i}", i))]));

        Assert.Equal((14, 0), fixture.Post([.. Enumerable.Range(9_994, 20).Select(i => Rows.Fill($"{i}", i))]));

        List<StreamEvent<Fill>> events = fixture.ReadAll();
        Assert.Equal(14, Assert.IsType<LaggedNotice>(events[0].Notice).LostRows);
        Assert.Equal(Enumerable.Range(14, 10_000).Select(i => $"{i}"), events.SelectMany(e => e.Items).Select(f => f.OrderId));
    }

    [Fact]
    public void A_lag_that_goes_on_is_one_notice_before_the_rows_that_are_left()
    {
        using QueueFixture<Fill> fixture = new(KanaTopics.Fills, capacity: 4);
        fixture.Post(Rows.Fill("a", 1), Rows.Fill("b", 2), Rows.Fill("c", 3), Rows.Fill("d", 4));
        fixture.Post(Rows.Fill("e", 5));
        fixture.Post(Rows.Fill("f", 6));

        Assert.Equal(["lost 2", "c,d", "e", "f"], Read(fixture));
    }

    [Fact]
    public void A_lag_has_the_time_of_the_clients_clock()
    {
        using QueueFixture<Fill> fixture = new(KanaTopics.Fills, capacity: 1);
        fixture.Post(Rows.Fill("a", 1));
        fixture.Time.Advance(TimeSpan.FromDays(400));
        fixture.Post(Rows.Fill("b", 2));

        Assert.Equal(fixture.Time.GetUtcNow(), Assert.IsType<LaggedNotice>(fixture.ReadAll()[0].Notice).At);
    }

    [Fact]
    public void Rows_lost_on_either_side_of_a_notice_are_told_on_their_side()
    {
        using QueueFixture<Fill> fixture = new(KanaTopics.Fills, capacity: 1);
        fixture.Post(Rows.Fill("a", 1));
        fixture.Post(Rows.Fill("b", 2));
        fixture.PostConnected();
        for (int i = 3; i <= 6; i++)
        {
            fixture.Post(Rows.Fill("c", i));
        }

        Assert.Equal(["lost 2", "ConnectedNotice", "lost 3", "c"], Read(fixture));
    }

    [Fact]
    public void After_the_notice_was_read_a_new_lag_is_told_anew()
    {
        using QueueFixture<Fill> fixture = new(KanaTopics.Fills, capacity: 1);
        fixture.Post(Rows.Fill("a", 1));
        fixture.Post(Rows.Fill("b", 2));
        Assert.Equal(["lost 1", "b"], Read(fixture));

        fixture.Post(Rows.Fill("c", 3));
        fixture.Post(Rows.Fill("d", 4));

        Assert.Equal(["lost 1", "d"], Read(fixture));
    }

    [Fact]
    public void Reading_makes_room()
    {
        using QueueFixture<Fill> fixture = new(KanaTopics.Fills, capacity: 2);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal((0, 0), fixture.Post(Rows.Fill("a", i), Rows.Fill("b", i)));
            Assert.Equal(["a,b"], Read(fixture));
        }
    }

    [Fact]
    public void One_message_larger_than_the_capacity_is_delivered_whole()
    {
        using QueueFixture<Fill> fixture = new(KanaTopics.Fills, capacity: 1);

        Assert.Equal((0, 0), fixture.Post(Rows.Fill("a", 1), Rows.Fill("b", 2)));
        Assert.Equal(["a,b"], Read(fixture));
    }

    [Fact]
    public void A_feed_in_arrears_costs_the_others_nothing()
    {
        using QueueFixture<Fill> fixture = new(KanaTopics.Fills, capacity: 1, sources: 2);
        fixture.PostTo(1, Rows.Fill("quiet", 1));
        fixture.PostTo(0, Rows.Fill("a", 1));
        fixture.PostTo(0, Rows.Fill("b", 2));

        List<StreamEvent<Fill>> events = fixture.ReadAll();

        Assert.Equal("quiet", Assert.Single(events[0].Items).OrderId);
        Assert.Equal((fixture.Feed(0), 1), (events[1].Feed, Assert.IsType<LaggedNotice>(events[1].Notice).LostRows));
        Assert.Equal("b", Assert.Single(events[2].Items).OrderId);
    }

    [Fact]
    public void Bad_messages_of_one_kind_are_told_together_and_those_of_another_apart()
    {
        using QueueFixture<Fill> fixture = new(KanaTopics.Fills);
        fixture.PostBad();
        fixture.PostBad(count: 4);
        fixture.PostBad(BadMessageReason.BinaryFrame);

        Assert.Equal(["bad 5", "bad 1"], Read(fixture));
        fixture.PostBad();
        Assert.Equal(["bad 1"], Read(fixture));
    }

    [Fact]
    public void An_empty_first_list_is_an_event_and_a_repeated_list_without_news_is_none()
    {
        using QueueFixture<Fill> fixture = new(KanaTopics.Fills);
        fixture.PostInitial();
        fixture.Post();

        Assert.Empty(Assert.Single(fixture.ReadAll()).Items);
    }

    [Fact]
    public void A_hundred_thousand_messages_unread_take_no_more_room_than_the_capacity()
    {
        using QueueFixture<Fill> fixture = new(KanaTopics.Fills, capacity: 10);
        long lost = 0;
        for (int i = 0; i < 100_000; i++)
        {
            lost += fixture.Post(Rows.Fill("a", i)).Lost;
            fixture.PostBad();
            fixture.Post();
        }

        List<StreamEvent<Fill>> events = fixture.ReadAll();

        Assert.InRange(events.Count, 12, 24);
        Assert.Equal(99_990, lost);
        Assert.Equal(lost, events.Sum(e => (e.Notice as LaggedNotice)?.LostRows ?? 0));
        Assert.Equal(100_000, events.Sum(e => (e.Notice as BadMessageNotice)?.Count ?? 0));
    }

    [Fact]
    public void The_stream_is_complete_when_its_last_feed_has_ended()
    {
        using QueueFixture<Fill> fixture = new(KanaTopics.Fills, sources: 2);
        fixture.PostDisconnected(0);
        fixture.PostDisconnected(0);
        fixture.ReadAll();
        Assert.False(fixture.Subscription.IsCompleted);

        fixture.PostDisconnected(1);
        fixture.ReadAll();

        Assert.True(fixture.Subscription.IsCompleted);
    }

    [Fact]
    public void A_disposed_subscription_forgets_what_waits_and_takes_nothing_more()
    {
        using QueueFixture<Fill> fixture = new(KanaTopics.Fills);
        fixture.Post(Rows.Fill("a", 1));
        fixture.Dispose();
        fixture.Post(Rows.Fill("b", 2));
        fixture.PostConnected();

        Assert.Empty(fixture.ReadAll());
        Assert.True(fixture.Subscription.Wait(Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Disposing_at_any_moment_leaves_no_reader_waiting()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        for (int i = 0; i < 20_000; i++)
        {
            using QueueFixture<Fill> fixture = new(KanaTopics.Fills);
            using Barrier start = new(2);
            Task<bool> reader = Task.Run(
                () =>
                {
                    start.SignalAndWait(token);
                    for (int read = 0; read < 50; read++)
                    {
                        fixture.Subscription.TryRead(out _);
                    }

                    return fixture.Subscription.Wait(TimeSpan.FromSeconds(20), token);
                },
                token);
            start.SignalAndWait(token);
            Thread.SpinWait(i % 200);
            fixture.Dispose();

            Assert.True(await reader);
            Assert.True(fixture.Subscription.IsCompleted);
        }
    }

    [Fact]
    public async Task A_blocked_reader_wakes_when_a_burst_is_over()
    {
        using QueueFixture<Fill> fixture = new(KanaTopics.Fills);
        Assert.False(fixture.Subscription.Wait(TimeSpan.Zero, TestContext.Current.CancellationToken));
        Task<bool> waiting = Task.Factory.StartNew(
            () => fixture.Subscription.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        fixture.Post(Rows.Fill("a", 1));
        Assert.False(waiting.IsCompleted);
        fixture.Subscription.Wake();

        Assert.True(await waiting);
    }

    [Fact]
    public void Nobody_is_woken_for_nothing()
    {
        using QueueFixture<Fill> fixture = new(KanaTopics.Fills);
        fixture.Post(Rows.Fill("a", 1));
        Read(fixture);
        fixture.Subscription.Wake();

        Assert.False(fixture.Subscription.Wait(TimeSpan.Zero, TestContext.Current.CancellationToken));
    }

    private static string[] Read(QueueFixture<Fill> fixture) => fixture.Read(f => f.OrderId!);
}
