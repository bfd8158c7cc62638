using KanaPerps.Topics;

namespace KanaPerps.Client.Tests.Topics;

public sealed class BookMemoryTests
{
    private readonly FeedMemory<OrderBook> _memory = KanaTopics.OrderBook.CreateMemory();

    [Fact]
    public void A_book_older_than_the_one_before_is_flagged()
    {
        Assert.False(IsFlagged(Book((5m, 10), (6m, 10))));
        Assert.True(IsFlagged(Book((5m, 9), (6m, 10))));
        Assert.True(IsFlagged(Book((5m, 9), (6m, 9))));
        Assert.False(IsFlagged(Book((5m, 10), (6m, 10))));
    }

    [Fact]
    public void A_venue_that_starts_anew_with_lower_versions_is_flagged_once_and_not_for_ever()
    {
        IsFlagged(Book((5m, 1000), (6m, 1000)));

        Assert.True(IsFlagged(Book((5m, 1), (6m, 1))));
        Assert.False(IsFlagged(Book((5m, 2), (6m, 1))));
    }

    [Fact]
    public void A_side_that_went_forward_clears_the_book()
    {
        IsFlagged(Book((5m, 10), (6m, 10)));

        Assert.False(IsFlagged(Book((5m, 9), (6m, 11))));
    }

    [Fact]
    public void Levels_that_only_one_book_has_tell_nothing()
    {
        IsFlagged(Book((5m, 10), (6m, 10)));

        Assert.False(IsFlagged(Book((4.9m, 1), (6.1m, 1))));
    }

    [Fact]
    public void Without_versions_time_decides()
    {
        IsFlagged(Timed(50));

        Assert.True(IsFlagged(Timed(49)));
        Assert.False(IsFlagged(Timed(50)));
    }

    [Fact]
    public void The_last_book_is_what_a_late_subscriber_gets_flag_and_all()
    {
        Assert.Null(_memory.Current);
        IsFlagged(Book((5m, 10), (6m, 10)));
        IsFlagged(Book((5m, 9), (6m, 10)));

        OrderBook current = Assert.Single(_memory.Current!.Value.Items);
        Assert.True(current.Anomalies.HasFlag(BookAnomalies.OutOfOrder));
    }

    private bool IsFlagged(OrderBook book) =>
        Assert.Single(_memory.Accept(Rows.Message([book]), out _).Items).Anomalies.HasFlag(BookAnomalies.OutOfOrder);

    private static OrderBook Book((decimal Price, ulong Version) bid, (decimal Price, ulong Version) ask) => new(
        14, [new BookLevel(bid.Price, 1, null, bid.Version), new BookLevel(ask.Price, 1, null, ask.Version)], 1, BookAnomalies.None, "", Decode.ReceivedAt, []);

    private static OrderBook Timed(long seconds) =>
        new(14, [new BookLevel(5, 1, Decode.Seconds(seconds))], 1, BookAnomalies.None, "", Decode.ReceivedAt, []);
}
