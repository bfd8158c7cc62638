using KanaPerps.Streaming;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Streaming.Queue;

public sealed class SnapshotQueueTests
{
    [Fact]
    public void A_consumer_that_comes_in_time_gets_every_snapshot_of_a_burst()
    {
        using QueueBench<Position> bench = new(KanaTopics.Positions);
        bench.Post(Rows.Position("a"));
        bench.Post(Rows.Position("b"));
        bench.Time.Advance(QueueBench<Position>.Patience);
        bench.Post(Rows.Position("b", 2));

        List<StreamEvent<Position>> events = bench.ReadAll();

        Assert.Equal([0, 0, 0], events.Select(e => e.Merged));
        Assert.Equal(["a Current", "a Closed,b New", "b Updated"], events.Select(e => string.Join(',', e.Items.Select(Say))));
    }

    [Fact]
    public void A_consumer_that_comes_late_gets_the_newest_snapshot_and_no_change_is_lost()
    {
        using QueueBench<Position> bench = new(KanaTopics.Positions);
        bench.Post(Rows.Position("a"));
        Assert.Equal(["a Current"], Read(bench));

        bench.Post(Rows.Position("a", 2));
        bench.Post(Rows.Position("b"));
        bench.Post(Rows.Position("b", 2));
        bench.Time.Advance(QueueBench<Position>.Patience * 2);

        StreamEvent<Position> read = Assert.Single(bench.ReadAll());
        Assert.Equal(2, read.Merged);
        Assert.Equal([("a", 1m, RowChange.Closed), ("b", 2m, RowChange.New)], read.Items.Select(p => (p.TradeId!, p.Size, p.Change)));
        Assert.Equal((0, 2), bench.Post(Rows.Position("c")));
        Assert.Equal((0, 0), bench.Post(Rows.Position("d")));
    }

    [Fact]
    public void Only_what_waited_too_long_is_passed_over()
    {
        using QueueBench<Position> bench = new(KanaTopics.Positions);
        bench.Post(Rows.Position("a"));
        bench.Time.Advance(QueueBench<Position>.Patience);
        bench.Post(Rows.Position("b"));
        bench.Time.Advance(TimeSpan.FromTicks(1));
        bench.Post(Rows.Position("c"));

        List<StreamEvent<Position>> events = bench.ReadAll();

        Assert.Equal([1, 0], events.Select(e => e.Merged));
        Assert.Equal("b Current", string.Join(',', events[0].Items.Select(Say)));
    }

    [Fact]
    public void A_consumer_that_does_not_come_at_all_has_only_what_is_young_waiting_for_it()
    {
        using QueueBench<Position> bench = new(KanaTopics.Positions);
        long merged = 0;
        for (int i = 1; i <= 100; i++)
        {
            bench.Time.Advance(QueueBench<Position>.Patience);
            merged += bench.Post(Rows.Position("a", i)).Merged;
        }

        // Two are left: the one before the last has waited for just as long as it may.
        Assert.Equal(98, merged);
        Assert.Equal([98, 0], bench.ReadAll().Select(e => e.Merged));
    }

    [Fact]
    public void Beyond_the_capacity_an_unread_snapshot_gives_way_to_the_newest()
    {
        using QueueBench<Position> bench = new(KanaTopics.Positions, snapshots: 2);
        Assert.Equal((0, 0), bench.Post(Rows.Position("a")));
        Assert.Equal((0, 0), bench.Post(Rows.Position("b")));
        Assert.Equal((0, 1), bench.Post(Rows.Position("c")));
        Assert.Equal((0, 1), bench.Post(Rows.Position("d")));

        List<StreamEvent<Position>> events = bench.ReadAll();

        Assert.Equal([0, 2], events.Select(e => e.Merged));
        Assert.Equal(["a Current", "a Closed,d New"], events.Select(e => string.Join(',', e.Items.Select(Say))));
    }

    [Fact]
    public void A_merged_snapshot_comes_after_the_notices_that_led_to_it()
    {
        using QueueBench<Position> bench = new(KanaTopics.Positions, snapshots: 1);
        bench.Post(Rows.Position("a"));
        bench.PostConnected();
        bench.Post(Rows.Position("b"));

        Assert.Equal(["ConnectedNotice", "b Current"], Read(bench));
    }

    [Fact]
    public void A_snapshot_passed_over_leaves_the_notices_in_their_order()
    {
        using QueueBench<Position> bench = new(KanaTopics.Positions);
        bench.Post(Rows.Position("a"));
        bench.PostConnected();
        bench.Post(Rows.Position("b"));
        bench.Time.Advance(QueueBench<Position>.Patience * 2);

        Assert.Equal(["ConnectedNotice", "b Current"], Read(bench));
    }

    [Fact]
    public void Snapshots_of_different_feeds_do_not_merge()
    {
        using QueueBench<Position> bench = new(KanaTopics.Positions, sources: 2);
        bench.PostTo(0, Rows.Position("a"));
        bench.PostTo(1, Rows.Position("b"));
        bench.PostTo(0, Rows.Position("c"));
        bench.Time.Advance(QueueBench<Position>.Patience * 2);

        Assert.Equal(["b Current", "c Current"], Read(bench));
    }

    [Fact]
    public void A_hundred_thousand_snapshots_and_bad_messages_unread_take_no_more_room_than_a_few()
    {
        using QueueBench<Position> bench = new(KanaTopics.Positions);
        for (int i = 0; i < 100_000; i++)
        {
            bench.Post(Rows.Position("a", i));
            bench.PostBad(BadMessageReason.EmptyFrame);
            bench.PostBad(BadMessageReason.BinaryFrame);
            bench.PostOutOfOrder();
        }

        bench.Time.Advance(QueueBench<Position>.Patience * 2);
        List<StreamEvent<Position>> events = bench.ReadAll();

        Assert.InRange(events.Count, 4, 8);
        Assert.Equal(200_000, events.Sum(e => (e.Notice as BadMessageNotice)?.Count ?? 0));
        Assert.Equal(99_999, Assert.Single(events, e => e.Notice is null).Merged);
        Assert.Equal(99_999m, Assert.Single(events.SelectMany(e => e.Items)).Size);
    }

    private static string[] Read(QueueBench<Position> bench) => bench.Read(Say);

    private static string Say(Position position) => $"{position.TradeId} {position.Change}";
}
