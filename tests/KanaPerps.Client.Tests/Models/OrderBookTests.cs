namespace KanaPerps.Client.Tests.Models;

public sealed class OrderBookTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 1)]
    [InlineData(3, 3, 1)]
    [InlineData(int.MaxValue, 3, 1)]
    public void The_top_of_a_book_has_the_best_levels_of_each_side_and_all_else_of_the_book(int depth, int bids, int asks)
    {
        OrderBook book = new(14, [new(3, 1), new(2, 1), new(1, 1), new(3, 5)], 3, BookAnomalies.Incomplete, "Testnet", Decode.ReceivedAt, ["Price"]);

        OrderBook top = book.Top(depth);

        Assert.Equal(book.Bids.Take(bids), top.Bids);
        Assert.Equal(book.Asks.Take(asks), top.Asks);
        Assert.Equal((book.MarketId, book.Network, book.ReceivedAt, book.Anomalies), (top.MarketId, top.Network, top.ReceivedAt, top.Anomalies));
        Assert.Equal(book.InexactFields, top.InexactFields);
        Assert.Equal(bids == 3, ReferenceEquals(book, top));
    }

    [Fact]
    public void The_top_of_a_book_has_one_level_at_least() => Assert.Throws<ArgumentOutOfRangeException>(() => new OrderBook(14, [], 0, BookAnomalies.None, "", Decode.ReceivedAt, []).Top(0));

    [Fact]
    public void Best_prices_spread_and_mid_follow_from_the_first_levels()
    {
        OrderBook book = Make([(5.75m, 3m), (5.70m, 1m)], [(5.76m, 4m), (5.80m, 2m)]);

        Assert.Equal((5.75m, 3m, 5.76m, 4m), (book.BestBid, book.BestBidSize, book.BestAsk, book.BestAskSize));
        Assert.Equal((0.01m, 5.755m), (book.Spread, book.Mid));
        Assert.Equal(BookAnomalies.None, book.Anomalies);
        Assert.Equal("APT-USD 5.75 / 5.76", $"{book}");
    }

    [Fact]
    public void Levels_are_flat_rows_bids_first_with_running_sums()
    {
        OrderBook book = Make([(5.75m, 3m), (5.70m, 1m)], [(5.76m, 4m), (5.80m, 2m)]);

        Assert.Equal(
            [
                (BookSide.Bid, 1, 5.75m, 3m, 3m),
                (BookSide.Bid, 2, 5.70m, 1m, 4m),
                (BookSide.Ask, 1, 5.76m, 4m, 4m),
                (BookSide.Ask, 2, 5.80m, 2m, 6m),
            ],
            book.GetLevels().Select(r => (r.Side, r.Level, r.Price, r.Size, r.CumulativeSize)));
        Assert.All(book.GetLevels(), r => Assert.Equal((14, "APT-USD", Decode.ReceivedAt), (r.MarketId, r.Symbol, r.ReceivedAt)));
    }

    [Fact]
    public void A_row_carries_its_levels_time_and_version()
    {
        BookLevel level = new(1m, 2m, Decode.Seconds(1760000000), 7);

        BookRow row = Assert.Single(new OrderBook(14, [level], 1, BookAnomalies.None, "", Decode.ReceivedAt, []).GetLevels());

        Assert.Equal((Decode.Seconds(1760000000), 7UL), (row.LastUpdated, row.TransactionVersion));
    }

    [Fact]
    public void A_crossed_book_has_a_negative_spread_and_says_so()
    {
        OrderBook book = Make([(6m, 1m)], [(5m, 1m)]);

        Assert.Equal((true, false, false, -1m, 5.5m), (book.Crossed, book.Locked, book.OneSided, book.Spread, book.Mid));
    }

    [Fact]
    public void A_locked_book_has_no_spread_and_says_so()
    {
        OrderBook book = Make([(5m, 1m)], [(5.0m, 1m)]);

        Assert.Equal((false, true, false, 0m, 5m), (book.Crossed, book.Locked, book.OneSided, book.Spread, book.Mid));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_one_sided_book_has_neither_spread_nor_mid(bool hasBids, bool hasAsks)
    {
        OrderBook book = Make(hasBids ? [(5m, 1m)] : [], hasAsks ? [(6m, 1m)] : []);

        Assert.True(book.OneSided);
        Assert.Null(book.Spread);
        Assert.Null(book.Mid);
        Assert.Equal((hasBids, hasAsks), (book.BestBid is not null, book.BestAsk is not null));
        Assert.Equal((hasBids, hasAsks), (book.BestBidSize is not null, book.BestAskSize is not null));
    }

    [Fact]
    public void A_one_sided_book_reads_well_in_a_string()
    {
        Assert.Equal("APT-USD 5 / -", $"{Make([(5m, 1m)], [])}");
        Assert.Equal("APT-USD - / -", $"{Make([], [])}");
    }

    [Fact]
    public void Prices_and_sizes_at_the_limits_of_decimal_break_no_property()
    {
        OrderBook high = Make([(decimal.MaxValue - 2, decimal.MaxValue), (1m, 1m), (0.5m, 1m)], [(decimal.MaxValue, 1m)]);
        OrderBook wide = Make([(decimal.MinValue, 1m)], [(decimal.MaxValue, 1m)]);

        Assert.Equal((2m, decimal.MaxValue - 1), (high.Spread, high.Mid));
        Assert.Equal([decimal.MaxValue, null, null, 1m], high.GetLevels().Select(r => r.CumulativeSize));
        Assert.Null(wide.Spread);
        Assert.Equal(0m, wide.Mid);
    }

    [Fact]
    public void LastUpdated_is_the_latest_of_all_levels()
    {
        BookLevel At(long seconds) => new(1m, 1m, Decode.Seconds(seconds));

        Assert.Equal(Decode.Seconds(9), new OrderBook(14, [new(1m, 1m), At(3), At(9), At(5)], 2, BookAnomalies.None, "", Decode.ReceivedAt, []).LastUpdated);
        Assert.Null(Make([(1m, 1m)], []).LastUpdated);
    }

    [Fact]
    public void A_flag_is_added_to_a_copy()
    {
        OrderBook book = Make([(5m, 1m)], []);

        Assert.Equal(BookAnomalies.OneSided | BookAnomalies.OutOfOrder, book.With(BookAnomalies.OutOfOrder).Anomalies);
        Assert.Equal(BookAnomalies.OneSided, book.Anomalies);
    }

    private static OrderBook Make((decimal Price, decimal Size)[] bids, (decimal Price, decimal Size)[] asks) => new(
        14,
        [.. bids.Concat(asks).Select(l => new BookLevel(l.Price, l.Size))],
        bids.Length,
        BookAnomalies.None,
        "",
        Decode.ReceivedAt,
        []);
}
