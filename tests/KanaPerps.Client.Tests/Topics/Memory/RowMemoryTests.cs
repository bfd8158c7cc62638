using KanaPerps.Topics;
using KanaPerps.Wire;

namespace KanaPerps.Client.Tests.Topics;

public sealed class RowMemoryTests
{
    private readonly FeedMemory<Fill> _memory = KanaTopics.Fills.CreateMemory();

    [Fact]
    public void Each_row_is_delivered_once_however_often_it_is_repeated()
    {
        Assert.Equal(["a", "b"], Accept(Rows.Fill("a", 1), Rows.Fill("b", 2)));
        Assert.Empty(Accept(Rows.Fill("a", 1), Rows.Fill("b", 2)));
        Assert.Equal(["c"], Accept(Rows.Fill("a", 1), Rows.Fill("b", 2), Rows.Fill("c", 3)));
        Assert.Equal(["d"], Accept(Rows.Fill("d", 4)));
    }

    [Fact]
    public void Rows_come_oldest_first_from_a_list_in_either_order()
    {
        Assert.Equal(["a", "b", "c"], Accept(Rows.Fill("a", 1), Rows.Fill("b", 2), Rows.Fill("c", 3)));
        Assert.Equal(["d", "e", "f"], Accept(Rows.Fill("f", 6), Rows.Fill("e", 5), Rows.Fill("d", 4)));
    }

    [Fact]
    public void Rows_of_one_second_keep_the_order_that_the_list_runs_in()
    {
        Assert.Equal(["a", "b", "c"], Accept(Rows.Fill("c", 2), Rows.Fill("b", 2), Rows.Fill("a", 1)));
        Assert.Equal(["d", "e"], Accept(Rows.Fill("e", 3), Rows.Fill("d", 3), Rows.Fill("c", 2)));
        Assert.Equal(["f", "g"], Accept(Rows.Fill("c", 2), Rows.Fill("f", 4), Rows.Fill("g", 4)));
    }

    [Fact]
    public void Rows_of_one_second_are_ordered_by_ledger_version_where_there_is_one() =>
        Assert.Equal(["a", "b", "c"], Accept(Rows.Fill("c", 1, version: 9), Rows.Fill("a", 1, version: 7), Rows.Fill("b", 1, version: 8)));

    [Fact]
    public void A_list_in_no_order_is_sorted_by_time() =>
        Assert.Equal(["a", "b", "c", "d"], Accept(Rows.Fill("b", 2), Rows.Fill("d", 4), Rows.Fill("a", 1), Rows.Fill("c", 3)));

    [Fact]
    public void Identical_twins_in_one_message_are_both_delivered_and_neither_again()
    {
        Assert.Equal(["a", "a"], Accept(Rows.Fill("a", 1), Rows.Fill("a", 1)));
        Assert.Empty(Accept(Rows.Fill("a", 1), Rows.Fill("a", 1)));
        Assert.Equal(["a"], Accept(Rows.Fill("a", 1), Rows.Fill("a", 1), Rows.Fill("a", 1)));
    }

    [Fact]
    public void Fills_of_one_position_and_one_order_are_different_rows() => Assert.Equal(
        4,
        Accept(Rows.Fill("a", 1), Rows.Fill("a", 1, size: 2), Rows.Fill("a", 1, orderType: OrderType.CloseLong), Rows.Fill("a", 2)).Length);

    [Fact]
    public void An_order_comes_again_when_its_status_or_its_time_of_change_changes()
    {
        FeedMemory<OrderRecord> memory = KanaTopics.OrderHistory.CreateMemory();
        OrderRecord[] Accept(params OrderRecord[] rows) => memory.Accept(Rows.Message(rows), out _).Items;

        Assert.Single(Accept(Rows.Order("1", "Open", 1)));
        Assert.Empty(Accept(Rows.Order("1", "Open", 1)));
        Assert.Equal("Filled", Assert.Single(Accept(Rows.Order("1", "Open", 1), Rows.Order("1", "Filled", 2))).Status);
        Assert.Equal("Open", Assert.Single(Accept(Rows.Order("1", "Open", 3))).Status);
    }

    [Fact]
    public void Both_sides_of_a_match_are_delivered_even_if_they_are_alike()
    {
        FeedMemory<Trade> memory = KanaTopics.RecentTrades.CreateMemory();
        Trade side = new() { MarketId = 14, Price = 1, Size = 1, TransactionVersion = 7 };

        Assert.Equal(2, memory.Accept(Rows.Message([side with { OrderType = OrderType.OpenLong }, side with { OrderType = OrderType.OpenShort }]), out _).Items.Length);
    }

    [Fact]
    public void A_known_row_proves_that_nothing_was_missed_and_none_known_means_a_possible_gap()
    {
        Accept(Rows.Fill("a", 1), Rows.Fill("b", 2));

        Assert.Equal(Completeness.Proven, Prove(Rows.Fill("b", 2), Rows.Fill("c", 3)));
        Assert.Equal(Completeness.PossibleGap, Prove(Rows.Fill("x", 8), Rows.Fill("y", 9)));
        Assert.Equal(Completeness.PossibleGap, Prove());
    }

    [Fact]
    public void A_possible_gap_begins_with_the_newest_row_known()
    {
        FeedMemory<Fill> memory = KanaTopics.Fills.CreateMemory();
        memory.Accept(Rows.Message([Rows.Fill("a", 1), Rows.Fill("b", 2)]), out MemoryReport first);
        memory.Accept(Rows.Message([Rows.Fill("x", 8)]), out MemoryReport second);

        Assert.Null(first.KnownUntil);
        Assert.Equal(Rows.Fill("b", 2).Timestamp, second.KnownUntil);
    }

    [Fact]
    public void A_history_that_was_and_is_empty_misses_nothing()
    {
        Assert.Equal(Completeness.Proven, Prove());
        Assert.Equal(Completeness.Proven, Prove());
        Assert.Equal(Completeness.PossibleGap, Prove(Rows.Fill("a", 1)));
    }

    [Fact]
    public void A_late_subscriber_gets_the_venues_list_of_the_moment_oldest_first_and_no_more()
    {
        Assert.Null(_memory.Current);
        Accept(Rows.Fill("b", 2), Rows.Fill("a", 1));
        Accept(Rows.Fill("d", 3), Rows.Fill("c", 3), Rows.Fill("b", 2));

        for (int i = 0; i < 2; i++)
        {
            Delivery<Fill> current = _memory.Current!.Value;
            Assert.Equal(["b", "c", "d"], current.Items.Select(f => f.OrderId));
            Assert.True(current.IsInitial);
        }
    }

    [Fact]
    public void Rows_of_one_second_and_version_run_in_the_direction_that_earlier_lists_showed()
    {
        Accept(Rows.Fill("b", 2), Rows.Fill("a", 1));

        Assert.Equal(["c", "d", "e"], Accept(Rows.Fill("e", 3), Rows.Fill("d", 3), Rows.Fill("c", 3)));
    }

    [Fact]
    public void The_end_at_which_a_list_grows_shows_its_direction_where_all_is_of_one_second()
    {
        Accept(Rows.Fill("a", 1));

        Assert.Equal(["b", "c"], Accept(Rows.Fill("c", 1), Rows.Fill("b", 1), Rows.Fill("a", 1)));
        Assert.Equal(["d", "e"], Accept(Rows.Fill("e", 1), Rows.Fill("d", 1), Rows.Fill("c", 1), Rows.Fill("b", 1)));
    }

    [Fact]
    public void Only_the_first_message_is_initial()
    {
        Assert.True(_memory.Accept(Rows.Message<Fill>([]), out _).IsInitial);
        Assert.False(_memory.Accept(Rows.Message([Rows.Fill("a", 1)]), out _).IsInitial);
    }

    [Fact]
    public void A_row_that_stays_in_the_list_is_told_once_however_many_others_come_and_go()
    {
        FeedMemory<OrderRecord> memory = KanaTopics.OrderHistory.CreateMemory();
        int told = 0;
        for (int i = 0; i < 5_000; i++)
        {
            OrderRecord[] list = [Rows.Order("resting", "Open", 1), Rows.Order("busy", "Partially Filled", 100 + i)];
            told += memory.Accept(Rows.Message(list), out _).Items.Count(r => r.OrderId == "resting");
        }

        Assert.Equal(1, told);
        Assert.Equal("resting", memory.Current!.Value.Items[0].OrderId);
    }

    [Fact]
    public void Memory_is_bounded_but_never_smaller_than_the_list_that_is_repeated()
    {
        Fill[] longList = [.. Enumerable.Range(0, 12_000).Select(i => Rows.Fill($"{i}", i + 1))];
        Assert.Equal(12_000, Accept(longList).Length);
        for (int i = 0; i < 30_000; i += 1_000)
        {
            Accept([.. Enumerable.Range(100_000 + i, 1_000).Select(n => Rows.Fill($"{n}", n))]);
        }

        Assert.Equal(["0"], Accept(Rows.Fill("0", 1)));
        Assert.Empty(Accept([.. Enumerable.Range(107_000, 23_000).Select(n => Rows.Fill($"{n}", n))]));
    }

    private string[] Accept(params Fill[] rows) => [.. _memory.Accept(Rows.Message(rows), out _).Items.Select(f => f.OrderId!)];

    private Completeness Prove(params Fill[] rows)
    {
        _memory.Accept(Rows.Message(rows), out MemoryReport report);
        return report.Completeness;
    }
}
