namespace KanaPerps.Wire.Codecs;

/// <summary>Puts the rows of an <c>orderbook</c> message, one per price level, together into one book, best first whatever the venue's order.</summary>
internal sealed class OrderBookCodec : RowCodec<WireLevel, OrderBook>
{
    private static readonly FieldSet s_fields = new();
    private static readonly Field s_isAsk = s_fields.Add("is_ask", nameof(WireLevel.IsAsk));
    private static readonly Field s_lastUpdated = s_fields.Add("last_updated", nameof(BookLevel.LastUpdated));
    private static readonly Field s_marketId = s_fields.Add("market_id", nameof(OrderBook.MarketId));
    private static readonly Field s_price = s_fields.Add("price", nameof(BookLevel.Price));
    private static readonly Field s_size = s_fields.Add("size", nameof(BookLevel.Size));
    private static readonly Field s_transactionVersion = s_fields.Add("transaction_version", nameof(BookLevel.TransactionVersion));

    private readonly long _marketId;

    public OrderBookCodec(string? marketId)
        : base("orderbook", marketId, s_fields, s_marketId)
    {
        _marketId = MarketIds.Read(marketId) ?? 0;
    }

    /// <inheritdoc/>
    protected override WireLevel Read(in RowReader row) => new(
        row.Flag(s_isAsk),
        new BookLevel(row.Number(s_price), row.Number(s_size), row.Ticks(s_lastUpdated), row.Version(s_transactionVersion) ?? 0));

    /// <inheritdoc/>
    protected override WireLevel RepeatRow(in WireLevel row, DateTimeOffset receivedAt) => row;

    /// <inheritdoc/>
    protected override DecodedMessage<OrderBook> RepeatMessage(in DecodedMessage<OrderBook> last, DateTimeOffset receivedAt) =>
        last with { Items = [last.Items[0].At(receivedAt)] };

    /// <inheritdoc/>
    protected override OrderBook[] Assemble(ReadOnlySpan<WireLevel> rows, MessageFacts facts)
    {
        BookAnomalies anomalies = facts.IsComplete ? BookAnomalies.None : BookAnomalies.Incomplete;
        int bids = 0;
        int empty = 0;
        foreach (ref readonly WireLevel row in rows)
        {
            bool isEmpty = Math.Sign(row.Level.Size) <= 0;
            empty += isEmpty ? 1 : 0;
            bids += isEmpty || row.IsAsk ? 0 : 1;
        }

        // Bids first, then asks, in one array: a book is mostly levels, and two arrays would each have a head of their own.
        BookLevel[] levels = new BookLevel[rows.Length - empty];
        int bid = 0;
        int ask = bids;
        foreach (ref readonly WireLevel row in rows)
        {
            if (Math.Sign(row.Level.Size) > 0)
            {
                levels[row.IsAsk ? ask++ : bid++] = row.Level;
            }
        }

        anomalies |= empty > 0 ? BookAnomalies.DroppedLevels : BookAnomalies.None;
        anomalies |= Sort(levels.AsSpan(0, bids), bestIsHighest: true) | Sort(levels.AsSpan(bids), bestIsHighest: false);
        PropertyNames inexact = facts.Inexact.Count == 0 ? [] : [.. facts.Inexact.Distinct()];
        return [new OrderBook(_marketId, levels, bids, anomalies, Network, facts.ReceivedAt, inexact)];
    }

    // A side that is sorted, as all seen ones are, costs one pass. Sorting keeps the venue's order among equal prices.
    private static BookAnomalies Sort(Span<BookLevel> side, bool bestIsHighest)
    {
        BookAnomalies found = BookAnomalies.None;
        for (int i = 1; i < side.Length; i++)
        {
            int order = side[i - 1].Price.CompareTo(side[i].Price);
            if (order == 0)
            {
                found |= BookAnomalies.RepeatedPrice;
            }
            else if (order < 0 == bestIsHighest)
            {
                BookLevel[] levels = side.ToArray();
                (bestIsHighest ? levels.OrderByDescending(l => l.Price) : levels.OrderBy(l => l.Price)).ToArray().CopyTo(side);
                return BookAnomalies.Unsorted | (HasRepeats(side) ? BookAnomalies.RepeatedPrice : BookAnomalies.None);
            }
        }

        return found;
    }

    private static bool HasRepeats(ReadOnlySpan<BookLevel> sorted)
    {
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i - 1].Price == sorted[i].Price)
            {
                return true;
            }
        }

        return false;
    }
}
