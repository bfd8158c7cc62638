using KanaPerps.Streaming;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Streaming.Queue;

public sealed class SnapshotQueueTests
{
    [Fact]
    public void A_consumer_that_comes_in_time_gets_every_snapshot_of_a_burst()
    {
        using QueueFixture<Position> fixture = new(KanaTopics.Positions);
        fixture.Post(Rows.Position("a"));
        fixture.Post(Rows.Position("b"));
        fixture.Time.Advance(QueueFixture<Position>.Patience);
        fixture.Post(Rows.Position("b", 2));

        List<StreamEvent<Position>> events = fixture.ReadAll();

        Assert.Equal([0, 0, 0], events.Select(e => e.Merged));
        Assert.Equal(["a Current", "a Closed,b New", "b Updated"], events.Select(e => string.Join(',', e.Items.Select(Say))));
    }

    [Fact]
    public void A_consumer_that_comes_late_gets_the_newest_snapshot_and_no_change_is_lost()
    {
        using QueueFixture<Position> fixture = new(KanaTopics.Positions);
        fixture.Post(Rows.Position("a"));
        Assert.Equal(["a Current"], Read(fixture));

        fixture.Post(Rows.Position("a", 2));
        fixture.Post(Rows.Position("b"));
        fixture.Post(Rows.Position("b", 2));
        fixture.Time.Advance(QueueFixture<Position>.Patience * 2);

        StreamEvent<Position> read = Assert.Single(fixture.ReadAll());
        Assert.Equal(2, read.Merged);
        Assert.Equal([("a", 1m, RowChange.Closed), ("b", 2m, RowChange.New)], read.Items.Select(p => (p.TradeId!, p.Size, p.Change)));
        Assert.Equal((0, 2), fixture.Post(Rows.Position("c")));
        Assert.Equal((0, 0), fixture.Post(Rows.Position("d")));
    }

    [Fact]
    public void Only_what_waited_too_long_is_passed_over()
    {
        using QueueFixture<Position> fixture = new(KanaTopics.Positions);
        fixture.Post(Rows.Position("a"));
        fixture.Time.Advance(QueueFixture<Position>.Patience);
        fixture.Post(Rows.Position("b"));
        fixture.Time.Advance(TimeSpan.FromTicks(1));
        fixture.Post(Rows.Position("c"));

        List<StreamEvent<Position>> events = fixture.ReadAll();

        Assert.Equal([1, 0], events.Select(e => e.Merged));
        Assert.Equal("b Current", string.Join(',', events[0].Items.Select(Say)));
    }

    [Fact]
    public void A_consumer_that_does_not_come_at_all_has_only_what_is_young_waiting_for_it()
    {
        using QueueFixture<Position> fixture = new(KanaTopics.Positions);
        long merged = 0;
        for (int i = 1; i <= 100; i++)
        {
            fixture.Time.Advance(QueueFixture<Position>.Patience);
            merged += fixture.Post(Rows.Position("a", i)).Merged;
        }

        // Two are left: the one before the last has waited for just as long as it may.
        Assert.Equal(98, merged);
        Assert.Equal([98, 0], fixture.ReadAll().Select(e => e.Merged));
    }

    [Fact]
    public void Beyond_the_capacity_an_unread_snapshot_gives_way_to_the_newest()
    {
        using QueueFixture<Position> fixture = new(KanaTopics.Positions, snapshots: 2);
        Assert.Equal((0, 0), fixture.Post(Rows.Position("a")));
        Assert.Equal((0, 0), fixture.Post(Rows.Position("b")));
        Assert.Equal((0, 1), fixture.Post(Rows.Position("c")));
        Assert.Equal((0, 1), fixture.Post(Rows.Position("d")));

        List<StreamEvent<Position>> events = fixture.ReadAll();

        Assert.Equal([0, 2], events.Select(e => e.Merged));
        Assert.Equal(["a Current", "a Closed,d New"], events.Select(e => string.Join(',', e.Items.Select(Say))));
    }

    [Fact]
    public void A_merged_snapshot_comes_after_the_notices_that_led_to_it()
    {
        using QueueFixture<Position> fixture = new(KanaTopics.Positions, snapshots: 1);
        fixture.Post(Rows.Position("a"));
        fixture.PostConnected();
        fixture.Post(Rows.Position("b"));

        Assert.Equal(["ConnectedNotice", "b Current"], Read(fixture));
    }

    [Fact]
    public void A_snapshot_passed_over_leaves_the_notices_in_their_order()
    {
        using QueueFixture<Position> fixture = new(KanaTopics.Positions);
        fixture.Post(Rows.Position("a"));
        fixture.PostConnected();
        fixture.Post(Rows.Position("b"));
        fixture.Time.Advance(QueueFixture<Position>.Patience * 2);

        Assert.Equal(["ConnectedNotice", "b Current"], Read(fixture));
    }

    [Fact]
    public void Snapshots_of_different_feeds_do_not_merge()
    {
        using QueueFixture<Position> fixture = new(KanaTopics.Positions, sources: 2);
        fixture.PostTo(0, Rows.Position("a"));
        fixture.PostTo(1, Rows.Position("b"));
        fixture.PostTo(0, Rows.Position("c"));
        fixture.Time.Advance(QueueFixture<Position>.Patience * 2);

        Assert.Equal(["b Current", "c Current"], Read(fixture));
    }

    [Fact]
    public void A_hundred_thousand_snapshots_and_bad_messages_unread_take_no_more_room_than_a_few()
    {
        using QueueFixture<Position> fixture = new(KanaTopics.Positions);
        for (int i = 0; i < 100_000; i++)
        {
            fixture.Post(Rows.Position("a", i));
            fixture.PostBad(BadMessageReason.EmptyFrame);
            fixture.PostBad(BadMessageReason.BinaryFrame);
            fixture.PostOutOfOrder();
        }

        fixture.Time.Advance(QueueFixture<Position>.Patience * 2);
        List<StreamEvent<Position>> events = fixture.ReadAll();

        Assert.InRange(events.Count, 4, 8);
        Assert.Equal(200_000, events.Sum(e => (e.Notice as BadMessageNotice)?.Count ?? 0));
        Assert.Equal(99_999, Assert.Single(events, e => e.Notice is null).Merged);
        Assert.Equal(99_999m, Assert.Single(events.SelectMany(e => e.Items)).Size);
    }

    private static string[] Read(QueueFixture<Position> fixture) => fixture.Read(Say);

    private static string Say(Position position) => $"{position.TradeId} {position.Change}";
}
