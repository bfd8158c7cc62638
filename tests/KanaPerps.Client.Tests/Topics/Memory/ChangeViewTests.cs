using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Topics;

public sealed class ChangeViewTests
{
    private readonly View<Position> _view = KanaTopics.Positions.CreateView(new SubscriptionOptions());

    [Fact]
    public void The_first_rows_are_current() =>
        Assert.Equal([("a", 1m, RowChange.Current), ("b", 2m, RowChange.Current)], Show(Rows.Position("a"), Rows.Position("b", 2)));

    [Fact]
    public void Only_what_appeared_changed_or_vanished_is_shown_afterwards()
    {
        Show(Rows.Position("same"), Rows.Position("changes"), Rows.Position("goes", 3));

        Assert.Equal(
            [("goes", 3m, RowChange.Closed), ("comes", 1m, RowChange.New), ("changes", 2m, RowChange.Updated)],
            Show(Rows.Position("comes"), Rows.Position("same"), Rows.Position("changes", 2)));
    }

    [Fact]
    public void The_same_snapshot_a_thousand_times_shows_nothing()
    {
        Show(Rows.Position("a"), Rows.Position("b"));
        for (int i = 0; i < 1_000; i++)
        {
            Assert.Empty(Show(Rows.Position("b"), Rows.Position("a") with { ReceivedAt = Decode.ReceivedAt.AddSeconds(i) }));
        }
    }

    [Fact]
    public void A_closed_position_is_emitted_once_with_its_last_values()
    {
        Show(Rows.Position("a", 1));
        Show(Rows.Position("a", 7));

        Assert.Equal([("a", 7m, RowChange.Closed)], Show());
        Assert.Empty(Show());
    }

    [Fact]
    public void A_row_that_comes_back_is_new_again()
    {
        Show(Rows.Position("a"));
        Show();

        Assert.Equal([("a", 1m, RowChange.New)], Show(Rows.Position("a")));
    }

    [Fact]
    public void After_an_empty_first_list_a_row_is_new()
    {
        Assert.Empty(Show());

        Assert.Equal([("a", 1m, RowChange.New)], Show(Rows.Position("a")));
    }

    [Fact]
    public void A_list_with_a_bad_row_closes_nothing_and_forgets_nothing()
    {
        Show(Rows.Position("a"), Rows.Position("b"));

        Assert.Equal([("b", 2m, RowChange.Updated)], Show(isComplete: false, Rows.Position("b", 2)));
        Assert.Equal([("a", 1m, RowChange.Closed)], Show(Rows.Position("b", 2)));
    }

    [Fact]
    public void A_long_and_a_short_are_two_rows_even_under_one_trade_id()
    {
        Show(Rows.Position("a", side: PositionSide.Long), Rows.Position("a", side: PositionSide.Short));

        Assert.Equal([("a", 1m, RowChange.Closed)], Show(Rows.Position("a", side: PositionSide.Short)));
    }

    [Fact]
    public void Rows_that_share_a_key_are_told_apart_by_their_place()
    {
        Assert.Equal(2, Show(Rows.Position("a", 1), Rows.Position("a", 2)).Length);

        Assert.Empty(Show(Rows.Position("a", 1), Rows.Position("a", 2)));
        Assert.Equal([("a", 3m, RowChange.Updated)], Show(Rows.Position("a", 1), Rows.Position("a", 3)));
        Assert.Equal([("a", 3m, RowChange.Closed)], Show(Rows.Position("a", 1)));
    }

    [Fact]
    public void Two_positions_that_are_alike_in_market_and_side_and_swap_places_have_not_changed()
    {
        Show(Anonymous(1), Anonymous(2), Anonymous(3));

        Assert.Empty(Show(Anonymous(3), Anonymous(1), Anonymous(2)));
        Assert.Equal([(null, 4m, RowChange.Updated)], Show(Anonymous(4), Anonymous(3), Anonymous(1)));
        Assert.Equal([(null, 1m, RowChange.Closed)], Show(Anonymous(3), Anonymous(4)));
        Assert.Equal([(null, 3m, RowChange.Closed), (null, 5m, RowChange.Updated)], Show(Anonymous(5)));
    }

    [Fact]
    public void A_position_that_is_turned_round_closes_before_the_other_opens()
    {
        Show(Rows.Position("long", side: PositionSide.Long));

        Assert.Equal(
            [("long", 1m, RowChange.Closed), ("short", 2m, RowChange.New)],
            Show(Rows.Position("short", 2, side: PositionSide.Short)));
    }

    [Fact]
    public void A_list_of_nothing_but_twins_takes_no_time_to_speak_of()
    {
        Position[] twins = [.. Enumerable.Range(0, 50_000).Select(i => Anonymous(i))];
        Show(twins);
        Array.Reverse(twins);

        Assert.Empty(Show(twins));
    }

    [Fact]
    public void EveryMessage_shows_all_rows_of_each_message()
    {
        View<Position> view = KanaTopics.Positions.CreateView(new SubscriptionOptions { EveryMessage = true });
        Delivery<Position> delivery = new([Rows.Position("a"), Rows.Position("b")], IsInitial: false, IsComplete: true);

        Assert.Equal(2, view.Apply(delivery).Count);
        Assert.Equal(2, view.Apply(delivery).Count);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public void NewOnly_leaves_out_what_was_there_before(bool newOnly, int expected)
    {
        View<Fill> view = KanaTopics.Fills.CreateView(new SubscriptionOptions { NewOnly = newOnly });

        int shown = view.Apply(new([Rows.Fill("1", 1)], IsInitial: true, IsComplete: true)).Count
            + view.Apply(new([Rows.Fill("2", 2)], IsInitial: false, IsComplete: true)).Count;

        Assert.Equal(expected, shown);
    }

    private static Position Anonymous(decimal size) => Rows.Position("", size) with { TradeId = null };

    private (string?, decimal, RowChange)[] Show(params Position[] rows) => Show(isComplete: true, rows);

    private (string?, decimal, RowChange)[] Show(bool isComplete, params Position[] rows) =>
        [.. _view.Apply(new Delivery<Position>(rows, IsInitial: false, isComplete)).Select(p => (p.TradeId, p.Size, p.Change))];
}
