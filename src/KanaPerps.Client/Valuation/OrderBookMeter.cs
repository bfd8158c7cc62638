namespace KanaPerps.Valuation;

/// <summary>Measures order books, exactly. Makes no garbage but the result, unless the numbers are beyond what 127 bits hold.</summary>
internal static class OrderBookMeter
{
    private const decimal Half = 0.5m;

    /// <summary>Measures a book.</summary>
    /// <param name="book">The book.</param>
    /// <param name="query">What to measure.</param>
    /// <returns>The result.</returns>
    public static OrderBookMeasure Measure(OrderBook book, OrderBookQuery query)
    {
        ReadOnlySpan<BookLevel> bids = book.BidLevels;
        ReadOnlySpan<BookLevel> asks = book.AskLevels;
        bool hasMid = !bids.IsEmpty && !asks.IsEmpty;
        ExactNumber mid = hasMid ? ((ExactNumber)bids[0].Price + asks[0].Price) * Half : 0m;
        OrderFill fill = query.Side is { } side ? OrderFill.Of(side == TradeSide.Buy ? asks : bids, query) : default;
        return new()
        {
            ReceivedAt = book.ReceivedAt,
            MarketId = book.MarketId,
            Network = book.Network,
            Anomalies = book.Anomalies,
            InexactFields = book.InexactFields,
            Side = query.Side,
            Size = query.Side is null ? null : query.Size,
            Value = query.Side is null ? null : query.Value,
            AveragePrice = fill.AveragePrice(),
            WorstPrice = fill.WorstPrice,
            SlippageBps = query.Side is { } way && mid.Sign > 0 ? fill.SlippageBps(way, mid) : null,
            Filled = query.Side is null ? null : fill.Filled(),
            FilledValue = query.Side is null ? null : fill.Value.ToDecimal(),
            Unfilled = query.Side is null ? null : fill.Unfilled.ToDecimal(),
            LevelsUsed = query.Side is null ? null : fill.LevelsUsed,
            Mid = hasMid ? mid.ToDecimalRounded(out _) : null,
            MicroPrice = hasMid ? MicroPrice(bids[0], asks[0]) : null,
            TopImbalance = hasMid ? Imbalance(bids[0].Size, asks[0].Size) : null,
            DepthImbalance = hasMid ? Imbalance(TotalSize(bids), TotalSize(asks)) : null,
            Depth = mid.Sign > 0 && !query.Bps.IsEmpty ? DepthWithin(bids, asks, mid, query.Bps) : BookDepths.None,
        };
    }

    private static decimal? MicroPrice(in BookLevel bid, in BookLevel ask) => ExactNumber.Quotient(
        ((ExactNumber)bid.Price * ask.Size) + ((ExactNumber)ask.Price * bid.Size),
        (ExactNumber)bid.Size + ask.Size);

    private static decimal? Imbalance(in ExactNumber bidSize, in ExactNumber askSize) => ExactNumber.Quotient(bidSize - askSize, bidSize + askSize);

    private static ExactNumber TotalSize(ReadOnlySpan<BookLevel> levels)
    {
        ExactSum total = default;
        foreach (ref readonly BookLevel level in levels)
        {
            total.Add(level.Size);
        }

        return total.Total;
    }

    private static BookDepths DepthWithin(ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks, in ExactNumber mid, ReadOnlySpan<decimal> bps)
    {
        BookDepth[] depths = new BookDepth[bps.Length];
        DepthSum bidSum = new(bids, isBid: true);
        DepthSum askSum = new(asks, isBid: false);
        for (int i = 0; i < depths.Length; i++)
        {
            ExactNumber distance = mid * ((ExactNumber)bps[i]).TimesTenTo(-4);
            bidSum.AddUpTo(mid - distance);
            askSum.AddUpTo(mid + distance);
            depths[i] = new()
            {
                Bps = bps[i],
                BidSize = bidSum.Size,
                BidValue = bidSum.Value,
                AskSize = askSum.Size,
                AskValue = askSum.Value,
            };
        }

        return new(depths);
    }
}
