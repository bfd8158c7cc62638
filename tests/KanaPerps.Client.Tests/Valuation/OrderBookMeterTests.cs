using KanaPerps.Valuation;

namespace KanaPerps.Client.Tests.Valuation;

public sealed class OrderBookMeterTests
{
    private static readonly OrderBook s_book = Book([(10m, 3m), (9m, 5m)], [(11m, 2m), (12m, 4m), (13m, 10m)]);

    [Fact]
    public void Buying_takes_asks_from_the_best_on_until_the_size_is_filled()
    {
        OrderBookMeasure measure = OrderBookMeter.Measure(s_book, new() { Side = TradeSide.Buy, Size = 4 });

        Assert.Equal((4m, 46m, 0m, 2), (measure.Filled, measure.FilledValue, measure.Unfilled, measure.LevelsUsed));
        Assert.Equal((11.5m, 12m), (measure.AveragePrice, measure.WorstPrice));
        Assert.Equal(10.5m, measure.Mid);
        Assert.Equal(952.38095238095238095238095238m, measure.SlippageBps);
        Assert.Equal((TradeSide.Buy, 4m, null), (measure.Side, measure.Size, measure.Value));
    }

    [Fact]
    public void Selling_takes_bids_and_slips_below_the_mid()
    {
        OrderBookMeasure measure = OrderBookMeter.Measure(s_book, new() { Side = TradeSide.Sell, Size = 4 });

        Assert.Equal((9.75m, 9m, 2), (measure.AveragePrice, measure.WorstPrice, measure.LevelsUsed));
        Assert.Equal(714.28571428571428571428571429m, measure.SlippageBps);
    }

    [Fact]
    public void An_order_by_its_value_ends_within_a_level_at_a_size_that_is_rounded_once()
    {
        OrderBookMeasure measure = OrderBookMeter.Measure(s_book, new() { Side = TradeSide.Buy, Value = 35 });

        Assert.Equal((3.0833333333333333333333333333m, 35m, 0m, 2), (measure.Filled, measure.FilledValue, measure.Unfilled, measure.LevelsUsed));
        Assert.Equal(11.351351351351351351351351351m, measure.AveragePrice);
    }

    [Fact]
    public void A_size_beyond_the_book_is_filled_as_far_as_the_book_goes()
    {
        OrderBookMeasure measure = OrderBookMeter.Measure(s_book, new() { Side = TradeSide.Sell, Size = 10 });

        Assert.Equal((8m, 2m, 2, 9m), (measure.Filled, measure.Unfilled, measure.LevelsUsed, measure.WorstPrice));
        Assert.Equal(925m, OrderBookMeter.Measure(s_book, new() { Side = TradeSide.Sell, Value = 1000 }).Unfilled);
    }

    [Fact]
    public void A_size_that_ends_with_a_level_does_not_use_the_next_one() =>
        Assert.Equal((2, 12m), OrderBookMeter.Measure(s_book, new() { Side = TradeSide.Buy, Size = 6 }) is var m ? (m.LevelsUsed, m.WorstPrice) : default);

    [Fact]
    public void Depth_is_what_lies_within_a_distance_of_the_mid_limits_included()
    {
        // The mid is 10.5: 476.19… bps reach 11 and 10, 1428.57… reach 12 and 9.
        BookDepths depth = OrderBookMeter.Measure(s_book, new() { Bps = [5000, 10, 477, 10] }).Depth;

        Assert.Equal([10m, 477m, 5000m], depth.Select(d => d.Bps));
        Assert.Equal((0m, 0m, 0m, 0m), (depth[0].BidSize, depth[0].BidValue, depth[0].AskSize, depth[0].AskValue));
        Assert.Equal((3m, 30m, 2m, 22m), (depth[1].BidSize, depth[1].BidValue, depth[1].AskSize, depth[1].AskValue));
        Assert.Equal((8m, 75m, 16m, 200m), (depth[2].BidSize, depth[2].BidValue, depth[2].AskSize, depth[2].AskValue));
        BookDepth edge = OrderBookMeter.Measure(Book([(9m, 1m)], [(11m, 1m)]), new() { Bps = [1000] }).Depth[0];
        Assert.Equal((1m, 1m), (edge.BidSize, edge.AskSize));
    }

    [Fact]
    public void Imbalances_and_micro_price_weigh_the_sides()
    {
        OrderBookMeasure measure = OrderBookMeter.Measure(s_book, new());

        Assert.Equal(0.2m, measure.TopImbalance);
        Assert.Equal(-0.3333333333333333333333333333m, measure.DepthImbalance);
        Assert.Equal(10.6m, measure.MicroPrice);
        Assert.Equal((null, null, null, null), (measure.Side, measure.Filled, measure.LevelsUsed, measure.AveragePrice));
        Assert.Empty(measure.Depth);
    }

    [Fact]
    public void An_empty_book_fills_nothing()
    {
        OrderBookMeasure measure = OrderBookMeter.Measure(Book([], []), new() { Side = TradeSide.Buy, Size = 1, Bps = [10] });

        Assert.Equal((0m, 1m, 0), (measure.Filled, measure.Unfilled, measure.LevelsUsed));
        Assert.Equal((null, null, null, null), (measure.AveragePrice, measure.WorstPrice, measure.SlippageBps, measure.Mid));
        Assert.Equal((null, null, null), (measure.MicroPrice, measure.TopImbalance, measure.DepthImbalance));
        Assert.Empty(measure.Depth);
        Assert.Equal(BookAnomalies.OneSided, measure.Anomalies);
    }

    [Fact]
    public void A_one_sided_book_fills_on_that_side_and_knows_no_slippage()
    {
        OrderBook book = Book([], [(11m, 2m)]);

        OrderBookMeasure buy = OrderBookMeter.Measure(book, new() { Side = TradeSide.Buy, Size = 1 });

        Assert.Equal((11m, null, null, null), (buy.AveragePrice, buy.SlippageBps, buy.TopImbalance, buy.DepthImbalance));
        Assert.Equal(1m, OrderBookMeter.Measure(book, new() { Side = TradeSide.Sell, Size = 1 }).Unfilled);
    }

    [Fact]
    public void A_crossed_book_says_so_and_slippage_is_negative()
    {
        OrderBookMeasure measure = OrderBookMeter.Measure(Book([(12m, 1m)], [(10m, 1m)]), new() { Side = TradeSide.Buy, Size = 1, Bps = [1] });

        Assert.Equal(BookAnomalies.Crossed, measure.Anomalies);
        Assert.Equal(-909.09090909090909090909090909m, measure.SlippageBps);
        Assert.Equal((1m, 1m), (measure.Depth[0].BidSize, measure.Depth[0].AskSize));
    }

    [Fact]
    public void A_mid_of_zero_or_below_has_no_basis_points()
    {
        OrderBookMeasure measure = OrderBookMeter.Measure(Book([(-3m, 1m)], [(1m, 1m)]), new() { Side = TradeSide.Buy, Size = 1, Bps = [10] });

        Assert.Equal((-1m, 1m, null), (measure.Mid, measure.AveragePrice, measure.SlippageBps));
        Assert.Empty(measure.Depth);
    }

    [Fact]
    public void Numbers_at_the_limits_of_decimal_are_exact_or_null()
    {
        OrderBook book = Book([(decimal.MaxValue - 1, decimal.MaxValue)], [(decimal.MaxValue, decimal.MaxValue), (decimal.MaxValue, 0.0000000000000000000000000001m)]);

        OrderBookMeasure measure = OrderBookMeter.Measure(book, new() { Side = TradeSide.Buy, Size = decimal.MaxValue, Bps = [10] });

        Assert.Equal((decimal.MaxValue, null, decimal.MaxValue), (measure.Filled, measure.FilledValue, measure.AveragePrice));
        Assert.Equal((decimal.MaxValue, null), (measure.Depth[0].BidSize, measure.Depth[0].AskSize));
        Assert.Equal(0m, measure.TopImbalance);
        Assert.Equal(79228162514264337593543950334m, measure.MicroPrice);
    }

    [Fact]
    public void Measuring_makes_no_garbage_but_the_result()
    {
        BookLevel[] bids = [.. Enumerable.Range(0, 25).Select(i => new BookLevel(5.751m - (i * 0.001m), 100.125m + i))];
        BookLevel[] asks = [.. Enumerable.Range(0, 25).Select(i => new BookLevel(5.752m + (i * 0.001m), 99.5m + (i * 0.25m)))];
        OrderBook book = new(14, [.. bids, .. asks], bids.Length, BookAnomalies.None, "Mainnet", Decode.ReceivedAt, []);
        OrderBookQuery query = new() { Side = TradeSide.Sell, Value = 5000m, Bps = [10, 25, 50] };
        object result = OrderBookMeter.Measure(book, query);
        long before = GC.GetAllocatedBytesForCurrentThread();
        result = OrderBookMeter.Measure(book, query);
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;

        // The object itself, and its list of three depths.
        before = GC.GetAllocatedBytesForCurrentThread();
        OrderBookMeasure copy = (OrderBookMeasure)result with { Depth = new BookDepths([new() { Bps = 1 }, new() { Bps = 2 }, new() { Bps = 3 }]) };
        long needed = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(needed, taken);
        Assert.NotNull(copy);
    }

    private static OrderBook Book((decimal Price, decimal Size)[] bids, (decimal Price, decimal Size)[] asks) => new(
        14,
        [.. bids.Concat(asks).Select(l => new BookLevel(l.Price, l.Size))],
        bids.Length,
        BookAnomalies.None,
        "Mainnet",
        Decode.ReceivedAt,
        []);
}
