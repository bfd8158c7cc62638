using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Topics;

public sealed class StateMemoryTests
{
    private readonly FeedMemory<Position> _memory = KanaTopics.Positions.CreateMemory();

    [Fact]
    public void The_last_list_is_what_a_late_subscriber_gets()
    {
        Assert.Null(_memory.Current);
        Accept(Rows.Position("a"));
        Accept(Rows.Position("b"));

        Assert.Equal("b", Assert.Single(_memory.Current!.Value.Items).TradeId);
        Assert.True(_memory.Current!.Value.IsInitial);
    }

    [Fact]
    public void An_incomplete_list_is_handed_on_as_incomplete() =>
        Assert.False(_memory.Accept(Rows.Message([Rows.Position("a")], complete: false), out _).IsComplete);

    [Fact]
    public void A_state_topic_never_misses_anything()
    {
        _memory.Accept(Rows.Message<Position>([]), out MemoryReport report);

        Assert.Equal(Completeness.WholeState, report.Completeness);
    }

    [Fact]
    public void A_row_that_goes_back_in_version_makes_the_list_out_of_order()
    {
        Assert.False(Accept(Rows.Position("a", version: 5)));
        Assert.True(Accept(Rows.Position("a", version: 4)));
        Assert.False(Accept(Rows.Position("a", version: 5)));
        Assert.False(Accept(Rows.Position("a", version: 5)));
    }

    [Fact]
    public void Without_versions_time_decides()
    {
        Assert.False(Accept(Rows.Position("a", updated: 50)));
        Assert.True(Accept(Rows.Position("a", updated: 49)));
    }

    [Fact]
    public void Version_is_asked_before_time()
    {
        Accept(Rows.Position("a", version: 5, updated: 50));

        Assert.False(Accept(Rows.Position("a", version: 6, updated: 40)));
    }

    [Fact]
    public void One_row_that_went_forward_clears_the_list()
    {
        Accept(Rows.Position("a", version: 5), Rows.Position("b", version: 5));

        Assert.False(Accept(Rows.Position("a", version: 4), Rows.Position("b", version: 6)));
    }

    [Fact]
    public void Rows_that_only_one_list_has_tell_nothing()
    {
        Accept(Rows.Position("a", version: 5));

        Assert.False(Accept(Rows.Position("b", version: 1)));
        Assert.False(Accept());
    }

    [Fact]
    public void Rows_that_nothing_tells_apart_may_swap_places()
    {
        Accept(Rows.Position("a", version: 5), Rows.Position("a", 2, version: 6));

        Assert.False(Accept(Rows.Position("a", 2, version: 6), Rows.Position("a", version: 5)));
    }

    private bool Accept(params Position[] rows)
    {
        _memory.Accept(Rows.Message(rows), out MemoryReport report);
        return report.IsOutOfOrder;
    }
}
