using KanaPerps.Wire;
using KanaPerps.Wire.Codecs;

namespace KanaPerps.Client.Tests.Wire;

public sealed class OrderBookCodecTests
{
    [Fact]
    public void The_pages_book_is_read_level_by_level()
    {
        OrderBook book = Assert.Single(Decode.Rows(new OrderBookCodec("396"), "page-ws-orderbook.json"));

        Assert.Equal(396, book.MarketId);
        Assert.Null(book.Symbol);
        Assert.Equal([6036m, 6037, 6040, 6044, 6051, 6053, 6057, 6059, 8000], book.Asks.Select(l => l.Price));
        Assert.Equal([169320m, 253735, 230485, 255685, 264082, 235088, 230868, 487477, 500], book.Asks.Select(l => l.Size));
        Assert.Equal([6031m, 6027, 6024, 6019, 6018, 6014, 6011, 6006, 6002, 5800], book.Bids.Select(l => l.Price));
        Assert.Equal([174998m, 225183, 244770, 238312, 260393, 267821, 234869, 447877, 1000, 103303], book.Bids.Select(l => l.Size));
        Assert.Equal(Decode.Seconds(1739790988), book.Asks[0].LastUpdated);
        Assert.Equal(Decode.Seconds(1739779575), book.Bids[^1].LastUpdated);
        Assert.All(book.Bids.Concat(book.Asks), l => Assert.Null(l.TransactionVersion));
        Assert.Equal(BookAnomalies.None, book.Anomalies);
        Assert.Equal(Decode.Seconds(1739790996), book.LastUpdated);
        Assert.Equal(Decode.ReceivedAt, book.ReceivedAt);
    }

    [Fact]
    public void Prices_may_be_numbers_while_sizes_are_strings()
    {
        OrderBook book = Assert.Single(Decode.Rows(new OrderBookCodec("15"), "made-ws-orderbook-current-shape.json"));

        Assert.Equal("BTC-USD", book.Symbol);
        Assert.Equal(
            [new BookLevel(115400m, 0.0125m, Decode.Seconds(1760000001), 3500000001), new BookLevel(115401.5m, 0.5m, Decode.Seconds(1760000001), 3500000002)],
            book.Asks);
        Assert.Equal([new BookLevel(115399m, 0.25m, Decode.Seconds(1760000000), 3500000000)], book.Bids);
    }

    [Fact]
    public void A_book_in_any_order_comes_out_best_first_with_every_oddity_flagged()
    {
        OrderBook book = Assert.Single(Decode.Rows(new OrderBookCodec("14"), "made/ws-orderbook-wild.json"));

        Assert.Equal([(5.75m, 3m), (5.70m, 1m)], book.Bids.Select(l => (l.Price, l.Size)));
        Assert.Equal([(5.76m, 4m), (5.80m, 2m), (5.80m, 5m)], book.Asks.Select(l => (l.Price, l.Size)));
        Assert.Equal(BookAnomalies.Unsorted | BookAnomalies.RepeatedPrice | BookAnomalies.DroppedLevels, book.Anomalies);
    }

    [Fact]
    public void A_book_that_is_sorted_is_not_flagged_for_its_dropped_levels_place()
    {
        const string Json = """{"data":[{"is_ask":true,"price":"2","size":"0"},{"is_ask":true,"price":"1","size":"1"},{"is_ask":true,"price":"3","size":"1"}]}""";

        OrderBook book = Assert.Single(Decode.Text(new OrderBookCodec("14"), Json).Items);

        Assert.Equal(BookAnomalies.DroppedLevels | BookAnomalies.OneSided, book.Anomalies);
    }

    [Fact]
    public void An_empty_list_is_an_empty_book()
    {
        OrderBook book = Assert.Single(Decode.Text(new OrderBookCodec("14"), """{"data":[],"message":"orderbook"}""").Items);

        Assert.Empty(book.Bids);
        Assert.Empty(book.Asks);
        Assert.True(book.OneSided);
    }

    [Fact]
    public void A_level_that_cannot_be_read_leaves_an_incomplete_book_and_a_problem_that_names_the_field()
    {
        const string Json = """{"data":[{"is_ask":true,"price":"x","size":"1"},{"is_ask":false,"price":"1","size":"1"}]}""";

        DecodedMessage<OrderBook> message = Decode.Text(new OrderBookCodec("14"), Json);

        OrderBook book = Assert.Single(message.Items);
        Assert.True(book.Anomalies.HasFlag(BookAnomalies.Incomplete));
        Assert.Equal(1m, book.BestBid);
        Assert.Equal(BadMessageReason.BadRow, message.Problem?.Reason);
        Assert.Contains("price", message.Problem?.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_level_of_another_market_is_left_out_and_counted()
    {
        const string Json = """{"data":[{"is_ask":true,"market_id":"15","price":"9","size":"1"},{"is_ask":false,"market_id":"14","price":"1","size":"1"}]}""";

        DecodedMessage<OrderBook> message = Decode.Text(new OrderBookCodec("14"), Json);

        Assert.Empty(Assert.Single(message.Items).Asks);
        Assert.Equal(1, message.ForeignRows?.Count);
        Assert.Null(message.Problem);
    }

    [Fact]
    public void A_level_that_writes_the_id_of_its_market_otherwise_is_in_the_book()
    {
        const string Json = """{"data":[{"is_ask":true,"market_id":14.0,"price":"9","size":"1"},{"is_ask":false,"market_id":"014","price":"1","size":"1"}]}""";

        DecodedMessage<OrderBook> message = Decode.Text(new OrderBookCodec("14"), Json);

        Assert.Equal((14, 1m, 9m), (Assert.Single(message.Items).MarketId, message.Items[0].BestBid, message.Items[0].BestAsk));
        Assert.Null(message.ForeignRows);
    }

    [Fact]
    public void A_level_whose_market_id_is_no_number_makes_the_book_incomplete()
    {
        const string Json = """{"data":[{"is_ask":true,"market_id":"x","price":"9","size":"1"},{"is_ask":false,"market_id":"14","price":"1","size":"1"}]}""";

        DecodedMessage<OrderBook> message = Decode.Text(new OrderBookCodec("14"), Json);

        Assert.Equal("market_id is not a whole number of 64 bits", message.Problem?.Detail);
        Assert.True(Assert.Single(message.Items).Anomalies.HasFlag(BookAnomalies.Incomplete));
    }

    [Fact]
    public void Levels_that_were_rounded_are_named_once()
    {
        const string Json = """
            {"data":[{"is_ask":true,"price":"1.12345678901234567890123456789","size":"1"},{"is_ask":true,"price":"2.12345678901234567890123456789","size":"1"}]}
            """;

        DecodedMessage<OrderBook> message = Decode.Text(new OrderBookCodec("14"), Json);

        Assert.Equal(["Price"], Assert.Single(message.Items).InexactFields);
        Assert.Equal(2, message.InexactNumbers);
    }

    [Fact]
    public void A_message_that_is_no_book_gives_no_book() =>
        Assert.Empty(Decode.Text(new OrderBookCodec("14"), """{"message":"orderbook"}""").Items);
}
