using KanaPerps.Streaming;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Streaming.Queue;

public sealed class RowQueueTests
{
    [Fact]
    public void Rows_and_notices_come_in_the_order_they_happened()
    {
        using QueueBench<Fill> bench = new(KanaTopics.Fills);
        bench.PostConnected();
        bench.Post(Rows.Fill("a", 1), Rows.Fill("b", 2));
        bench.PostBad();
        bench.Post(Rows.Fill("c", 3));

        Assert.Equal(["ConnectedNotice", "a,b", "bad 1", "c"], Read(bench));
    }

    [Fact]
    public void Beyond_the_capacity_the_oldest_rows_give_way_to_a_notice_in_their_place()
    {
        using QueueBench<Fill> bench = new(KanaTopics.Fills, capacity: 3);
        bench.PostConnected();
        Assert.Equal((0, 0), bench.Post(Rows.Fill("a", 1), Rows.Fill("b", 2)));
        bench.PostBad();
        Assert.Equal((0, 0), bench.Post(Rows.Fill("c", 3)));
        Assert.Equal((1, 0), bench.Post(Rows.Fill("d", 4)));
        Assert.Equal((2, 0), bench.Post(Rows.Fill("e", 5), Rows.Fill("f", 6)));

        Assert.Equal(["ConnectedNotice", "lost 2", "bad 1", "lost 1", "d", "e,f"], Read(bench));
    }

    [Fact]
    public void A_large_message_gives_way_row_by_row_so_that_the_newest_rows_up_to_the_capacity_are_kept()
    {
        using QueueBench<Fill> bench = new(KanaTopics.Fills, capacity: 10_000);
        bench.Post([.. Enumerable.Range(0, 4).Select(i => Rows.Fill($"first {i}", i))]);
        Assert.Equal((0, 0), bench.Post([.. Enumerable.Range(4, 9_990).Select(i => Rows.Fill($"{i}", i))]));

        Assert.Equal((14, 0), bench.Post([.. Enumerable.Range(9_994, 20).Select(i => Rows.Fill($"{i}", i))]));

        List<StreamEvent<Fill>> events = bench.ReadAll();
        Assert.Equal(14, Assert.IsType<LaggedNotice>(events[0].Notice).LostRows);
        Assert.Equal(Enumerable.Range(14, 10_000).Select(i => $"{i}"), events.SelectMany(e => e.Items).Select(f => f.OrderId));
    }

    [Fact]
    public void A_lag_that_goes_on_is_one_notice_before_the_rows_that_are_left()
    {
        using QueueBench<Fill> bench = new(KanaTopics.Fills, capacity: 4);
        bench.Post(Rows.Fill("a", 1), Rows.Fill("b", 2), Rows.Fill("c", 3), Rows.Fill("d", 4));
        bench.Post(Rows.Fill("e", 5));
        bench.Post(Rows.Fill("f", 6));

        Assert.Equal(["lost 2", "c,d", "e", "f"], Read(bench));
    }

    [Fact]
    public void A_lag_has_the_time_of_the_clients_clock()
    {
        using QueueBench<Fill> bench = new(KanaTopics.Fills, capacity: 1);
        bench.Post(Rows.Fill("a", 1));
        bench.Time.Advance(TimeSpan.FromDays(400));
        bench.Post(Rows.Fill("b", 2));

        Assert.Equal(bench.Time.GetUtcNow(), Assert.IsType<LaggedNotice>(bench.ReadAll()[0].Notice).At);
    }

    [Fact]
    public void Rows_lost_on_either_side_of_a_notice_are_told_on_their_side()
    {
        using QueueBench<Fill> bench = new(KanaTopics.Fills, capacity: 1);
        bench.Post(Rows.Fill("a", 1));
        bench.Post(Rows.Fill("b", 2));
        bench.PostConnected();
        for (int i = 3; i <= 6; i++)
        {
            bench.Post(Rows.Fill("c", i));
        }

        Assert.Equal(["lost 2", "ConnectedNotice", "lost 3", "c"], Read(bench));
    }

    [Fact]
    public void After_the_notice_was_read_a_new_lag_is_told_anew()
    {
        using QueueBench<Fill> bench = new(KanaTopics.Fills, capacity: 1);
        bench.Post(Rows.Fill("a", 1));
        bench.Post(Rows.Fill("b", 2));
        Assert.Equal(["lost 1", "b"], Read(bench));

        bench.Post(Rows.Fill("c", 3));
        bench.Post(Rows.Fill("d", 4));

        Assert.Equal(["lost 1", "d"], Read(bench));
    }

    [Fact]
    public void Reading_makes_room()
    {
        using QueueBench<Fill> bench = new(KanaTopics.Fills, capacity: 2);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal((0, 0), bench.Post(Rows.Fill("a", i), Rows.Fill("b", i)));
            Assert.Equal(["a,b"], Read(bench));
        }
    }

    [Fact]
    public void One_message_larger_than_the_capacity_is_delivered_whole()
    {
        using QueueBench<Fill> bench = new(KanaTopics.Fills, capacity: 1);

        Assert.Equal((0, 0), bench.Post(Rows.Fill("a", 1), Rows.Fill("b", 2)));
        Assert.Equal(["a,b"], Read(bench));
    }

    [Fact]
    public void A_feed_in_arrears_costs_the_others_nothing()
    {
        using QueueBench<Fill> bench = new(KanaTopics.Fills, capacity: 1, sources: 2);
        bench.PostTo(1, Rows.Fill("quiet", 1));
        bench.PostTo(0, Rows.Fill("a", 1));
        bench.PostTo(0, Rows.Fill("b", 2));

        List<StreamEvent<Fill>> events = bench.ReadAll();

        Assert.Equal("quiet", Assert.Single(events[0].Items).OrderId);
        Assert.Equal((bench.Feed(0), 1), (events[1].Feed, Assert.IsType<LaggedNotice>(events[1].Notice).LostRows));
        Assert.Equal("b", Assert.Single(events[2].Items).OrderId);
    }

    [Fact]
    public void Bad_messages_of_one_kind_are_told_together_and_those_of_another_apart()
    {
        using QueueBench<Fill> bench = new(KanaTopics.Fills);
        bench.PostBad();
        bench.PostBad(count: 4);
        bench.PostBad(BadMessageReason.BinaryFrame);

        Assert.Equal(["bad 5", "bad 1"], Read(bench));
        bench.PostBad();
        Assert.Equal(["bad 1"], Read(bench));
    }

    [Fact]
    public void An_empty_first_list_is_an_event_and_a_repeated_list_without_news_is_none()
    {
        using QueueBench<Fill> bench = new(KanaTopics.Fills);
        bench.PostInitial();
        bench.Post();

        Assert.Empty(Assert.Single(bench.ReadAll()).Items);
    }

    [Fact]
    public void A_hundred_thousand_messages_unread_take_no_more_room_than_the_capacity()
    {
        using QueueBench<Fill> bench = new(KanaTopics.Fills, capacity: 10);
        long lost = 0;
        for (int i = 0; i < 100_000; i++)
        {
            lost += bench.Post(Rows.Fill("a", i)).Lost;
            bench.PostBad();
            bench.Post();
        }

        List<StreamEvent<Fill>> events = bench.ReadAll();

        Assert.InRange(events.Count, 12, 24);
        Assert.Equal(99_990, lost);
        Assert.Equal(lost, events.Sum(e => (e.Notice as LaggedNotice)?.LostRows ?? 0));
        Assert.Equal(100_000, events.Sum(e => (e.Notice as BadMessageNotice)?.Count ?? 0));
    }

    [Fact]
    public void The_stream_is_complete_when_its_last_feed_has_ended()
    {
        using QueueBench<Fill> bench = new(KanaTopics.Fills, sources: 2);
        bench.PostDisconnected(0);
        bench.PostDisconnected(0);
        bench.ReadAll();
        Assert.False(bench.Subscription.IsCompleted);

        bench.PostDisconnected(1);
        bench.ReadAll();

        Assert.True(bench.Subscription.IsCompleted);
    }

    [Fact]
    public void A_disposed_subscription_forgets_what_waits_and_takes_nothing_more()
    {
        using QueueBench<Fill> bench = new(KanaTopics.Fills);
        bench.Post(Rows.Fill("a", 1));
        bench.Dispose();
        bench.Post(Rows.Fill("b", 2));
        bench.PostConnected();

        Assert.Empty(bench.ReadAll());
        Assert.True(bench.Subscription.Wait(Timeout.InfiniteTimeSpan, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Disposing_at_any_moment_leaves_no_reader_waiting()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        for (int i = 0; i < 20_000; i++)
        {
            using QueueBench<Fill> bench = new(KanaTopics.Fills);
            using Barrier start = new(2);
            Task<bool> reader = Task.Run(
                () =>
                {
                    start.SignalAndWait(token);
                    for (int read = 0; read < 50; read++)
                    {
                        bench.Subscription.TryRead(out _);
                    }

                    return bench.Subscription.Wait(TimeSpan.FromSeconds(20), token);
                },
                token);
            start.SignalAndWait(token);
            Thread.SpinWait(i % 200);
            bench.Dispose();

            Assert.True(await reader);
            Assert.True(bench.Subscription.IsCompleted);
        }
    }

    [Fact]
    public async Task A_blocked_reader_wakes_when_a_burst_is_over()
    {
        using QueueBench<Fill> bench = new(KanaTopics.Fills);
        Assert.False(bench.Subscription.Wait(TimeSpan.Zero, TestContext.Current.CancellationToken));
        Task<bool> waiting = Task.Factory.StartNew(
            () => bench.Subscription.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        bench.Post(Rows.Fill("a", 1));
        Assert.False(waiting.IsCompleted);
        bench.Subscription.Wake();

        Assert.True(await waiting);
    }

    [Fact]
    public void Nobody_is_woken_for_nothing()
    {
        using QueueBench<Fill> bench = new(KanaTopics.Fills);
        bench.Post(Rows.Fill("a", 1));
        Read(bench);
        bench.Subscription.Wake();

        Assert.False(bench.Subscription.Wait(TimeSpan.Zero, TestContext.Current.CancellationToken));
    }

    private static string[] Read(QueueBench<Fill> bench) => bench.Read(f => f.OrderId!);
}
