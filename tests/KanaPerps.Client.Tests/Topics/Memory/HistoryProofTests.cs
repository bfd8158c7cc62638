using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Topics;

/// <summary>What the lists of a history say about rows that may be missing between them.</summary>
public sealed class HistoryProofTests
{
    private readonly FeedMemory<Fill> _memory = KanaTopics.Fills.CreateMemory();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_list_that_does_not_reach_back_to_the_newest_row_known_is_a_possible_gap(bool newestFirst)
    {
        Accept(0, 9, newestFirst);

        Assert.Equal((Completeness.PossibleGap, true, false), Accept(16, 25, newestFirst));
        Assert.Equal((Completeness.Proven, false, false), Accept(17, 26, newestFirst));
    }

    [Fact]
    public void A_list_that_reaches_back_to_it_is_none_however_far_it_slid()
    {
        Accept(0, 9);

        Assert.Equal((Completeness.Proven, false, false), Accept(9, 18));
        Assert.Equal((Completeness.Proven, false, false), Accept(9, 18));
    }

    [Fact]
    public void The_list_of_a_new_account_that_grows_is_none()
    {
        Assert.Equal((Completeness.Proven, false, false), Accept());
        for (int i = 1; i < 20; i++)
        {
            Assert.False(Accept(1, i).IsGap);
        }
    }

    [Fact]
    public void Messages_of_the_newest_row_alone_say_nothing_about_those_between()
    {
        for (int i = 1; i < 20; i += 3)
        {
            (_, bool isGap, bool isOlder) = Accept(i, i);
            Assert.False(isGap || isOlder);
        }
    }

    [Fact]
    public void A_list_that_is_empty_for_once_is_no_gap_and_hides_none()
    {
        Accept(0, 9);

        Assert.False(Accept().IsGap);
        Assert.True(Accept(16, 25).IsGap);
    }

    [Fact]
    public void A_list_that_went_back_proves_nothing_and_the_one_after_it_is_asked_as_before()
    {
        Accept(0, 9);

        Assert.Equal((Completeness.PossibleGap, false, true), Accept(0, 7));
        Assert.Equal((Completeness.PossibleGap, true, false), Accept(20, 29));
    }

    [Fact]
    public void A_list_that_went_back_costs_nothing_when_the_next_one_goes_on()
    {
        Accept(3, 9);

        Assert.Equal((Completeness.PossibleGap, false, true), Accept(0, 7));
        Assert.Equal((Completeness.Proven, false, false), Accept(8, 14));
    }

    [Fact]
    public void A_venue_that_begins_anew_with_older_times_is_told_once_and_not_for_ever()
    {
        Accept(1000, 1009);

        Assert.True(Accept(1, 5).IsGap);
        Assert.Equal((Completeness.Proven, false, false), Accept(2, 7));
        Assert.Equal((Completeness.Proven, false, false), Accept(7, 9));
    }

    [Fact]
    public void Of_rows_of_one_second_any_is_as_good_as_the_other()
    {
        _memory.Accept(Rows.Message([Rows.Fill("a", 1), Rows.Fill("b", 1)]), out _);

        _memory.Accept(Rows.Message([Rows.Fill("b", 1), Rows.Fill("c", 2)]), out MemoryReport report);

        Assert.Equal((Completeness.Proven, false), (report.Completeness, report.IsGap));
    }

    [Fact]
    public void A_row_that_cannot_be_read_may_be_the_one_that_is_missed()
    {
        Accept(0, 9);

        _memory.Accept(Rows.Message([Rows.Fill("8", 9), Rows.Fill("10", 11)], complete: false), out MemoryReport report);

        Assert.Equal((Completeness.Proven, false, false), (report.Completeness, report.IsGap, report.IsOutOfOrder));
    }

    private (Completeness Completeness, bool IsGap, bool IsOlder) Accept(int first, int last, bool newestFirst = false)
    {
        IEnumerable<Fill> rows = Enumerable.Range(first, last - first + 1).Select(i => Rows.Fill($"{i}", i + 1));
        return Accept([.. newestFirst ? rows.Reverse() : rows]);
    }

    private (Completeness Completeness, bool IsGap, bool IsOlder) Accept(params Fill[] rows)
    {
        _memory.Accept(Rows.Message(rows), out MemoryReport report);
        return (report.Completeness, report.IsGap, report.IsOutOfOrder);
    }
}
