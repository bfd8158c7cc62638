namespace KanaPerps.Recording.Picture;

/// <summary>What a picture shows of a market.</summary>
/// <param name="id">The market's id.</param>
/// <param name="budget">How many buckets all series may have together.</param>
internal sealed class PictureMarket(long id, PictureBudget budget)
{
    private readonly Dictionary<int, BookLines> _books = [];
    private readonly Dictionary<(string Chart, int Feed, string Label), ValueSeries> _series = [];
    private readonly List<PictureLine> _lines = [];
    private readonly MatchPairs _pairs = new();
    private readonly Dictionary<int, TimeSeries<TradeBucket>> _trades = [];

    /// <summary>The market's id.</summary>
    public long Id => id;

    /// <summary>The market's symbol, or its id in words.</summary>
    public string Title => MarketTable.SymbolOf(id) ?? $"market {MarketIds.Text(id)}";

    /// <summary>The lines, in the order in which they came up.</summary>
    public IReadOnlyList<PictureLine> Lines => _lines;

    /// <summary>Which of the picture's feeds has the trades, or null.</summary>
    public int? TradesFeed { get; private set; }

    /// <summary>The matches in which the taker bought, sold, or in which the taker is not known.</summary>
    public IEnumerable<(TradeSide? Taker, IReadOnlyList<TradeBucket> Buckets)> Trades =>
        _trades.OrderBy(t => t.Key).Select(t => (t.Key < 0 ? (TradeSide?)null : (TradeSide)t.Key, t.Value.Buckets));

    /// <summary>Finds a line, or begins it.</summary>
    /// <param name="feed">The feed that it comes from.</param>
    /// <param name="chart">Which chart it is in.</param>
    /// <param name="label">What it is called.</param>
    /// <returns>Its values.</returns>
    public ValueSeries Line(PictureFeed feed, string chart, string label)
    {
        if (!_series.TryGetValue((chart, feed.Index, label), out ValueSeries? values))
        {
            values = new(budget);
            _series.Add((chart, feed.Index, label), values);
            _lines.Add(new(chart, feed.Index, label, values));
            feed.Own(values);
        }

        return values;
    }

    /// <summary>Takes a book.</summary>
    /// <param name="feed">The feed that it comes from.</param>
    /// <param name="book">The book.</param>
    public void Take(PictureFeed feed, OrderBook book)
    {
        if (!_books.TryGetValue(feed.Index, out BookLines? lines))
        {
            _books.Add(feed.Index, lines = new BookLines((chart, label) => Line(feed, chart, label)));
        }

        lines.Take(book);
    }

    /// <summary>Takes a trade.</summary>
    /// <param name="feed">The feed that it comes from.</param>
    /// <param name="trade">One side of a match.</param>
    public void Take(PictureFeed feed, Trade trade)
    {
        TradesFeed = feed.Index;
        Add(_pairs.Take(trade));
    }

    /// <summary>Nothing follows.</summary>
    /// <param name="from">When the picture begins.</param>
    /// <param name="to">When it ends.</param>
    public void End(long from, long to)
    {
        while (_pairs.TakeWaiting() is { } match)
        {
            Add(match);
        }

        _lines.ForEach(l => l.Values.Trim(from, to));
        foreach (TimeSeries<TradeBucket> trades in _trades.Values)
        {
            trades.Trim(from, to);
        }
    }

    private void Add((Trade Trade, TradeSide? Taker)? match)
    {
        if (match is not { } found)
        {
            return;
        }

        int side = (int?)found.Taker ?? -1;
        if (!_trades.TryGetValue(side, out TimeSeries<TradeBucket>? trades))
        {
            _trades.Add(side, trades = budget.Series<TradeBucket>());
        }

        trades.Add(TradeBucket.Of(TimeOf(found.Trade), found.Trade));
    }

    // A trade happened before it was told: a venue's clock that is ahead of ours is wrong about that.
    private static long TimeOf(Trade trade) => Math.Min(trade.Timestamp?.UtcTicks ?? long.MaxValue, trade.ReceivedAt.UtcTicks);
}
