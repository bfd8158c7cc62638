using KanaPerps.Streaming;
using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Streaming;

public sealed class GapMarksTests
{
    private static readonly FeedKey s_feed = new(KanaEndpoint.Mainnet, "recent_trades", "14");
    private static readonly FeedKey s_other = new(KanaEndpoint.Mainnet, "recent_trades", "15");
    private static readonly Trade s_row = new() { MarketId = 14, Price = 5 };

    public static TheoryData<StreamNotice, bool> Notices => new()
    {
        { new GapNotice { Feed = s_feed, At = default, From = default }, true },
        { new LaggedNotice { Feed = s_feed, At = default, LostRows = 3 }, true },
        { new BadMessageNotice { Feed = s_feed, At = default, Reason = BadMessageReason.BadRow, Detail = "", Excerpt = "" }, true },
        { new ReconnectedNotice { Feed = s_feed, At = default, From = default, Downtime = default, Completeness = Completeness.PossibleGap }, true },
        { new ReconnectedNotice { Feed = s_feed, At = default, From = default, Downtime = default, Completeness = Completeness.Proven }, false },
        { new OutOfOrderNotice { Feed = s_feed, At = default }, false },
    };

    [Theory]
    [MemberData(nameof(Notices))]
    public void The_row_after_a_place_where_rows_may_be_missing_is_marked(StreamNotice notice, bool isMarked)
    {
        GapMarks marks = new();
        marks.Saw(notice);

        Assert.Equal(isMarked, marks.Mark(s_feed, s_row).FollowsGap);
    }

    [Fact]
    public void The_mark_stays_for_the_next_row_when_one_was_not_written()
    {
        GapMarks marks = new();
        marks.Saw(new GapNotice { Feed = s_feed, At = default, From = default });

        Assert.False(marks.Mark(s_other, s_row).FollowsGap);
        Assert.True(marks.Mark(s_feed, s_row).FollowsGap);
        Assert.True(marks.Mark(s_feed, s_row).FollowsGap);
        marks.HandedOn(s_feed, s_row);
        Assert.Same(s_row, marks.Mark(s_feed, s_row));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_notices_were_joined_the_rows_up_to_the_last_of_them_are_marked(bool isBadMessage)
    {
        DateTimeOffset last = DateTimeOffset.UnixEpoch.AddSeconds(9);
        GapMarks marks = new();
        marks.Saw(
            isBadMessage
                ? new BadMessageNotice { Feed = s_feed, At = default, Reason = BadMessageReason.BadRow, Detail = "", Excerpt = "", Count = 2 }
                : new GapNotice { Feed = s_feed, At = last, From = default, Count = 2 },
            readAt: last);

        Trade[] rows = [.. new[] { 1, 5, 9, 9 }.Select(second => s_row with { ReceivedAt = DateTimeOffset.UnixEpoch.AddSeconds(second) })];
        bool[] marked = [.. rows.Select(row =>
        {
            bool isMarked = marks.Mark(s_feed, row).FollowsGap;
            marks.HandedOn(s_feed, row);
            return isMarked;
        })];

        Assert.Equal([true, true, true, false], marked);
    }

    [Fact]
    public void After_damage_the_next_row_of_each_feed_is_marked()
    {
        GapMarks marks = new();
        marks.SawDamage();

        Assert.True(marks.Mark(s_feed, s_row).FollowsGap);
        marks.HandedOn(s_feed, s_row);
        Assert.False(marks.Mark(s_feed, s_row).FollowsGap);
        Assert.True(marks.Mark(s_other, s_row).FollowsGap);
        marks.SawDamage();
        Assert.True(marks.Mark(s_feed, s_row).FollowsGap);
    }

    [Fact]
    public void A_row_of_a_state_needs_no_mark_because_its_list_is_whole()
    {
        GapMarks marks = new();
        marks.Saw(new LaggedNotice { Feed = s_feed, At = default, LostRows = 1 });
        Position row = new() { MarketId = 14, TradeId = "1" };

        Assert.Same(row, marks.Mark(s_feed, row));
    }
}
