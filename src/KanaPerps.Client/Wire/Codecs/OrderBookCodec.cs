namespace KanaPerps.Wire.Codecs;

/// <summary>Puts the rows of an <c>orderbook</c> message together into one book, best first whatever the venue's order.</summary>
internal sealed class OrderBookCodec : MessageCodec<OrderBook>
{
    private static readonly Comparison<BookLevel> s_asksBestFirst = static (a, b) => a.Price.CompareTo(b.Price);
    private static readonly Comparison<BookLevel> s_bidsBestFirst = static (a, b) => b.Price.CompareTo(a.Price);

    private readonly string _marketId;
    private readonly LevelCodec _levels;

    public OrderBookCodec(string marketId)
    {
        _marketId = marketId;
        _levels = new LevelCodec(marketId);
    }

    /// <inheritdoc/>
    public override DecodedMessage<OrderBook> Decode(ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt)
    {
        DecodedMessage<WireLevel> levels = _levels.Decode(utf8, receivedAt);
        return levels.IsReadable
            ? new([Assemble(levels, receivedAt)], levels.Problem, levels.ForeignRows, levels.InexactNumbers)
            : new([], levels.Problem);
    }

    private OrderBook Assemble(DecodedMessage<WireLevel> levels, DateTimeOffset receivedAt)
    {
        BookAnomalies anomalies = levels.IsComplete ? BookAnomalies.None : BookAnomalies.Incomplete;
        int asks = 0;
        int bids = 0;
        foreach (WireLevel row in levels.Items)
        {
            if (row.Level.Size <= 0)
            {
                anomalies |= BookAnomalies.DroppedLevels;
            }
            else if (row.IsAsk)
            {
                asks++;
            }
            else
            {
                bids++;
            }
        }

        BookLevel[] askLevels = new BookLevel[asks];
        BookLevel[] bidLevels = new BookLevel[bids];
        asks = 0;
        bids = 0;
        foreach (WireLevel row in levels.Items)
        {
            if (row.Level.Size > 0)
            {
                if (row.IsAsk)
                {
                    askLevels[asks++] = row.Level;
                }
                else
                {
                    bidLevels[bids++] = row.Level;
                }
            }
        }

        anomalies |= Sort(askLevels, s_asksBestFirst) | Sort(bidLevels, s_bidsBestFirst);
        IReadOnlyList<string> inexact = levels.InexactNumbers == 0 ? [] : [.. levels.Items.SelectMany(l => l.InexactFields).Distinct()];
        return new OrderBook(_marketId, bidLevels, askLevels, anomalies, receivedAt, inexact) { Network = Network };
    }

    // A book that is sorted, as all seen ones are, costs one pass. Sorting keeps the venue's order among equal prices.
    private static BookAnomalies Sort(BookLevel[] levels, Comparison<BookLevel> bestFirst)
    {
        BookAnomalies found = BookAnomalies.None;
        for (int i = 1; i < levels.Length; i++)
        {
            if (bestFirst(levels[i - 1], levels[i]) > 0)
            {
                found |= BookAnomalies.Unsorted;
                BookLevel[] sorted = [.. levels.Order(Comparer<BookLevel>.Create(bestFirst))];
                sorted.CopyTo(levels, 0);
                break;
            }
        }

        for (int i = 1; i < levels.Length; i++)
        {
            if (levels[i - 1].Price == levels[i].Price)
            {
                return found | BookAnomalies.RepeatedPrice;
            }
        }

        return found;
    }
}
