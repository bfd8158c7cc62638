using KanaPerps.Streaming;
using KanaPerps.Valuation;

namespace KanaPerps.Client.Tests.Valuation.Risk;

/// <content>Rows that are held back.</content>
public sealed partial class RiskTrackerTests
{
    [Fact]
    public void A_row_that_is_held_back_comes_when_its_time_is_over_if_it_still_differs()
    {
        Start(new() { MinInterval = TimeSpan.FromSeconds(10) });
        Wait(1);
        Book(5.4m, 5.6m);
        Assert.Empty(Take());
        Assert.Equal(TimeSpan.FromSeconds(9), _tracker.UntilDue(_now));
        Wait(9);
        Assert.Equal(5.5m, Assert.Single(Take()).Price);

        Book(5.6m, 5.8m);
        Assert.Empty(Take());
        Book(5.4m, 5.6m);
        Assert.Empty(Take());
        Wait(10);
        Assert.Empty(Take());
    }

    [Fact]
    public void New_positions_and_turns_of_stale_are_not_held_back()
    {
        Start(new() { MinInterval = TimeSpan.FromSeconds(10), MinChangePercent = 10 });
        Positions(RiskRows.Position("2", PositionSide.Short));
        Assert.Equal(RowChange.New, Assert.Single(Take()).Change);
        Notice(RiskRows.Loss(RiskRows.BookFeed()));
        Assert.Equal([true, true], Take().Select(r => r.Stale));
        Book(5.3m, 5.5m);
        Assert.Equal([false, false], Take().Select(r => r.Stale));
    }

    [Fact]
    public void A_price_is_written_when_it_has_moved_by_the_least_change_since_the_last_row()
    {
        Start(new() { MinChangePercent = 1 });
        Book(5.34m, 5.56m);
        Assert.Empty(Take());
        Assert.NotNull(_tracker.UntilDue(_now));
        Book(5.344m, 5.564m);
        Assert.Equal(5.454m, Assert.Single(Take()).Price);
        Book(5.344m, 5.46m);
        Assert.Empty(Take());
        Book(5.344m, 5.45m);
        Assert.Equal(5.397m, Assert.Single(Take()).Price);
    }

    [Fact]
    public void A_change_of_the_position_itself_needs_no_move_of_the_price()
    {
        Start(new() { MinChangePercent = 10 });
        Funding(0.5m);
        Assert.Empty(Take());
        Positions(RiskRows.Position(size: 20.0m, change: RowChange.Updated));

        Assert.Equal((RowChange.Updated, 20m, 0.5m), Assert.Single(Take()) is var risk ? (risk.Change, risk.Size, risk.FundingRate) : default);
    }
}
