using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Topics;

/// <summary>The history of orders: each is listed once, in its latest state, and told with each change.</summary>
public sealed class OrderHistoryTests
{
    private readonly FeedMemory<OrderRecord> _memory = KanaTopics.OrderHistory.CreateMemory();

    [Fact]
    public void Changes_of_an_order_within_one_second_are_told_each_once_and_in_order()
    {
        OrderRecord open = Rows.Order("1", "Open", 5) with { Size = 10, Price = 5.5m, TransactionVersion = 5 };
        OrderRecord filled = open with { Status = "Partially Filled", Size = 7, TransactionVersion = 6 };
        OrderRecord filledMore = filled with { Size = 4, TransactionVersion = 7 };
        OrderRecord moved = filledMore with { Price = 5.9m, TransactionVersion = 8 };
        OrderRecord[] states = [open, filled, filledMore, moved];

        Assert.Equal(states, states.Concat(states).OrderBy(s => s.TransactionVersion).SelectMany(s => Accept(s)));
    }

    [Fact]
    public void Without_ledger_versions_whatever_else_differs_is_a_change()
    {
        OrderRecord open = Rows.Order("1", "Open", 5);
        OrderRecord[] states = [open, open with { Leverage = 2 }, open with { OrderValue = 3 }, open with { IsMarketOrder = true }, open with { TradeId = "7" }];

        Assert.Equal(states, states.SelectMany(s => Accept(s)));
    }

    [Fact]
    public void An_order_that_goes_back_to_an_earlier_status_within_one_second_is_told_again()
    {
        string[] told = [.. new[] { "Open", "Filled", "Filled", "Open", "Open" }.SelectMany(status => Accept(Rows.Order("1", status, 5), Rows.Order("2", "Open", 4)))
            .Where(o => o.OrderId == "1").Select(o => o.Status)];

        Assert.Equal(["Open", "Filled", "Open"], told);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_late_list_with_an_earlier_status_is_told_as_older_and_not_as_a_change(bool byVersion)
    {
        OrderRecord open = byVersion ? Rows.Order("1", "Open", 5) with { TransactionVersion = 1 } : Rows.Order("1", "Open", 5);
        OrderRecord filled = byVersion ? open with { Status = "Filled", TransactionVersion = 2 } : Rows.Order("1", "Filled", 6);
        OrderRecord other = Rows.Order("2", "Open", 4);
        Accept(open, other);
        Accept(filled, other);

        Assert.Empty(_memory.Accept(Rows.Message([open, other]), out MemoryReport report).Items);
        Assert.Equal((Completeness.PossibleGap, false, true), (report.Completeness, report.IsGap, report.IsOutOfOrder));
        Assert.Empty(Accept(filled, other));
    }

    [Fact]
    public void A_list_with_several_states_of_an_order_tells_each_once()
    {
        Assert.Equal(["Open", "Filled"], Accept(Rows.Order("1", "Open", 1), Rows.Order("1", "Filled", 1)).Select(o => o.Status));
        Assert.Empty(Accept(Rows.Order("1", "Open", 1), Rows.Order("1", "Filled", 1)));
        Assert.Empty(Accept(Rows.Order("1", "Filled", 1)));
    }

    [Fact]
    public void A_row_that_is_listed_twice_is_one() => Assert.Single(Accept(Rows.Order("1", "Open", 1), Rows.Order("1", "Open", 1)));

    [Fact]
    public void An_order_that_changes_is_no_gap()
    {
        Assert.False(Report(Rows.Order("1", "Open", 1)).IsGap);
        Assert.Equal((Completeness.Proven, false), Say(Report(Rows.Order("1", "Filled", 2))));
        Assert.Equal((Completeness.Proven, false), Say(Report(Rows.Order("1", "Filled", 2), Rows.Order("2", "Open", 3))));
        Assert.Equal((Completeness.Proven, false), Say(Report(Rows.Order("1", "Filled", 2), Rows.Order("2", "Filled", 4), Rows.Order("3", "Open", 5))));
    }

    [Fact]
    public void Orders_that_slid_out_while_all_others_changed_are_a_possible_gap()
    {
        Report(Rows.Order("1", "Open", 1), Rows.Order("2", "Open", 2));

        Assert.True(Report(Rows.Order("2", "Filled", 9), Rows.Order("5", "Open", 9)).IsGap);
    }

    [Fact]
    public void A_list_without_the_newest_order_known_is_a_possible_gap()
    {
        Report(Rows.Order("1", "Open", 1), Rows.Order("2", "Open", 2));

        Assert.Equal((Completeness.PossibleGap, true), Say(Report(Rows.Order("5", "Open", 5), Rows.Order("6", "Open", 6))));
    }

    [Fact]
    public void A_snapshot_has_each_order_once_in_its_latest_state()
    {
        for (int i = 0; i < 50; i++)
        {
            Accept(Rows.Order("1", "Partially Filled", i), Rows.Order("2", "Open", 0));
        }

        Accept(Rows.Order("1", "Open", 1), Rows.Order("1", "Filled", 60), Rows.Order("2", "Open", 0));
        View<OrderRecord> view = KanaTopics.OrderHistory.CreateView(new SubscriptionOptions { Snapshot = true });

        Assert.Equal([("2", "Open"), ("1", "Filled")], view.Apply(_memory.Current!.Value).Select(o => (o.OrderId, o.Status)));
    }

    private OrderRecord[] Accept(params OrderRecord[] rows) => _memory.Accept(Rows.Message(rows), out _).Items;

    private MemoryReport Report(params OrderRecord[] rows)
    {
        _memory.Accept(Rows.Message(rows), out MemoryReport report);
        return report;
    }

    private static (Completeness Completeness, bool IsGap) Say(MemoryReport report) => (report.Completeness, report.IsGap);
}
