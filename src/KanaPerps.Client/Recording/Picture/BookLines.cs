namespace KanaPerps.Recording.Picture;

/// <summary>The lines that the books of a market make.</summary>
internal sealed class BookLines
{
    private readonly ValueSeries _mid;
    private readonly ValueSeries _spread;
    private readonly (int Distance, ValueSeries Bids, ValueSeries Asks)[] _depths;

    /// <summary>Begins the lines.</summary>
    /// <param name="line">Makes one, given its chart and its label.</param>
    public BookLines(Func<string, string, ValueSeries> line)
    {
        _mid = line("mid", "Mid");
        _spread = line("spread", "Spread");
        _depths = [.. BookMeasures.Distances.Select(d => (d, line("bids", Label(d)), line("asks", Label(d))))];
    }

    /// <summary>Takes a book.</summary>
    /// <param name="book">The book.</param>
    public void Take(OrderBook book)
    {
        decimal? mid = book.Mid;
        _mid.Now = mid;
        _spread.Now = BookMeasures.Spread(book);
        foreach ((int distance, ValueSeries bids, ValueSeries asks) in _depths)
        {
            if (mid is not { } middle)
            {
                (bids.Now, asks.Now) = (null, null);
                continue;
            }

            decimal reach = BookMeasures.Reach(middle, distance);
            bids.Now = BookMeasures.Depth(book.BidLevels, middle - reach, decimal.MaxValue);
            asks.Now = BookMeasures.Depth(book.AskLevels, decimal.MinValue, middle + reach);
        }
    }

    private static string Label(int distance) => FormattableString.Invariant($"{distance} bps");
}
