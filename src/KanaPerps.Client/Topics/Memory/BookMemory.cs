using KanaPerps.Wire;

namespace KanaPerps.Topics;

/// <summary>Remembers the last book of a market.</summary>
internal sealed class BookMemory : FeedMemory<OrderBook>
{
    private OrderBook? _last;
    private (ulong Version, long Ticks) _newest;

    /// <inheritdoc/>
    public override Delivery<OrderBook>? Current => _last is null ? null : new([_last], IsInitial: true, IsComplete: true);

    /// <inheritdoc/>
    public override bool IsEmpty(DecodedMessage<OrderBook> message) => message.IsComplete && message.Items[0].AllLevels.IsEmpty;

    /// <inheritdoc/>
    public override Delivery<OrderBook> Accept(DecodedMessage<OrderBook> message, out MemoryReport report)
    {
        OrderBook book = message.Items[0];
        (ulong Version, long Ticks) newest = Newest(book);
        bool isOlder = _last is not null && !IsBeyond(newest, _newest) && IsOlder(book, _last);
        _newest = newest;
        report = new(Completeness.WholeState);

        // Also an older one is the measure of the next: a venue that starts again with lower versions is flagged once, not for ever.
        _last = isOlder ? book.With(BookAnomalies.OutOfOrder) : book;
        return new(isOlder ? [_last] : message.Items, IsInitial: false, IsComplete: true);
    }

    private static (ulong Version, long Ticks) Newest(OrderBook book)
    {
        (ulong version, long ticks) = (0UL, 0L);
        foreach (ref readonly BookLevel level in book.AllLevels)
        {
            version = Math.Max(version, level.Version);
            ticks = Math.Max(ticks, level.UpdatedTicks);
        }

        return (version, ticks);
    }

    // A level that changed after all of the other book's did is proof enough, and nearly every book has one: no price needs comparing.
    private static bool IsBeyond((ulong Version, long Ticks) now, (ulong Version, long Ticks) before) =>
        now.Version != 0 && before.Version != 0 ? now.Version > before.Version : now.Ticks > before.Ticks;

    private static bool IsOlder(OrderBook now, OrderBook before)
    {
        int bids = CompareSide(now.BidLevels, before.BidLevels, bestFirst: -1);
        int asks = CompareSide(now.AskLevels, before.AskLevels, bestFirst: 1);
        return (bids < 0 && asks <= 0) || (asks < 0 && bids <= 0);
    }

    // Levels come and go, so only a price that both books have can tell. Both sides are sorted best first: one walk finds them.
    private static int CompareSide(ReadOnlySpan<BookLevel> now, ReadOnlySpan<BookLevel> before, int bestFirst)
    {
        int result = 0;
        int i = 0;
        int j = 0;
        while (i < now.Length && j < before.Length)
        {
            int order = bestFirst * now[i].Price.CompareTo(before[j].Price);
            if (order == 0)
            {
                int age = CompareAge(now[i], before[j]);
                if (age > 0)
                {
                    return 1;
                }

                result = age < 0 ? -1 : result;
            }

            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return result;
    }

    // By ledger version where both have one, else by time; zero when that can't be told.
    private static int CompareAge(in BookLevel a, in BookLevel b) =>
        a.Version != 0 && b.Version != 0 ? a.Version.CompareTo(b.Version) : a.UpdatedTicks != 0 && b.UpdatedTicks != 0 ? a.UpdatedTicks.CompareTo(b.UpdatedTicks) : 0;
}
