using KanaPerps.Streaming;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Streaming;

public sealed class SnapshotQueueTests
{
    [Fact]
    public void An_unread_snapshot_gives_way_to_the_newest_and_no_change_is_lost()
    {
        using QueueBench<Position> bench = new(KanaTopics.Positions);
        bench.Post(Rows.Position("a"));
        Assert.Equal(["a Current"], Read(bench));

        Assert.Equal((0, 0), bench.Post(Rows.Position("a", 2)));
        Assert.Equal((0, 1), bench.Post(Rows.Position("b")));
        Assert.Equal((0, 1), bench.Post(Rows.Position("b", 2)));

        StreamEvent<Position> read = Assert.Single(bench.ReadAll());
        Assert.Equal(2, read.Merged);
        Assert.Equal([("b", 2m, RowChange.New), ("a", 1m, RowChange.Closed)], read.Items.Select(p => (p.TradeId!, p.Size, p.Change)));
    }

    [Fact]
    public void A_merged_snapshot_comes_after_the_notices_that_led_to_it()
    {
        using QueueBench<Position> bench = new(KanaTopics.Positions);
        bench.Post(Rows.Position("a"));
        bench.PostConnected();
        bench.Post(Rows.Position("b"));

        Assert.Equal(["ConnectedNotice", "b Current"], Read(bench));
    }

    [Fact]
    public void Snapshots_of_different_feeds_do_not_merge()
    {
        using QueueBench<Position> bench = new(KanaTopics.Positions, sources: 2);
        bench.PostTo(0, Rows.Position("a"));
        bench.PostTo(1, Rows.Position("b"));
        bench.PostTo(0, Rows.Position("c"));

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

        List<StreamEvent<Position>> events = bench.ReadAll();

        Assert.InRange(events.Count, 4, 8);
        Assert.Equal(200_000, events.Sum(e => (e.Notice as BadMessageNotice)?.Count ?? 0));
        Assert.Equal(99_999, Assert.Single(events, e => e.Notice is null).Merged);
        Assert.Equal(99_999m, Assert.Single(events.SelectMany(e => e.Items)).Size);
    }

    private static string[] Read(QueueBench<Position> bench) => bench.Read(p => $"{p.TradeId} {p.Change}");
}
