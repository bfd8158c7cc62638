using KanaPerps.Streaming;

namespace KanaPerps.Recording.Picture;

/// <summary>
/// What a picture of a recording shows, in constant memory however long the recording is: of each number the values, or, where there are too many for a
/// page, the lowest, highest and last of each stretch of time; and all times of which data is missing.
/// </summary>
internal sealed class PictureData
{
    /// <summary>How many buckets all series of a page have together, so that it stays below some 3 MB.</summary>
    public const int MostBuckets = 32_000;

    /// <summary>How many times without data a page lists.</summary>
    public const int MostMissing = 1_000;

    private readonly Dictionary<FeedKey, PictureFeed> _feeds = [];
    private readonly Dictionary<long, PictureMarket> _markets = [];
    private readonly PictureBudget _budget;
    private readonly MissingList _missing;
    private readonly MissingList _damage;
    private readonly long? _earliest;
    private readonly long? _latest;
    private long? _from;
    private long? _to;

    /// <summary>Begins a picture.</summary>
    /// <param name="from">From when on it shows, or null for the recording's first line.</param>
    /// <param name="to">Until when it shows, or null for the recording's last line.</param>
    /// <param name="mostBuckets">How many buckets all series have together.</param>
    /// <param name="mostMissing">How many times without data it has.</param>
    public PictureData(DateTimeOffset? from = null, DateTimeOffset? to = null, int mostBuckets = MostBuckets, int mostMissing = MostMissing)
    {
        (_earliest, _latest) = (from?.UtcTicks, to?.UtcTicks);
        _budget = new(mostBuckets);
        _missing = new(mostMissing);
        _damage = new(mostMissing);
    }

    /// <summary>When it begins, in ticks of UTC.</summary>
    public long From => _from ?? 0;

    /// <summary>When it ends, in ticks of UTC.</summary>
    public long To => Math.Max(_to ?? From, From);

    /// <summary>The feeds, in the order of their titles.</summary>
    public IReadOnlyList<PictureFeed> Feeds => [.. _feeds.Values.OrderBy(f => f.Title, StringComparer.Ordinal)];

    /// <summary>The markets, in the order of their titles.</summary>
    public IReadOnlyList<PictureMarket> Markets => [.. _markets.Values.OrderBy(m => m.Title, StringComparer.Ordinal)];

    /// <summary>The times of which data is missing.</summary>
    public IReadOnlyList<MissingData> Missing => _missing.All;

    /// <summary>The same, together where several feeds have the same to tell of the same time: the rows of a table.</summary>
    public IReadOnlyList<IReadOnlyList<MissingData>> MissingRows => [.. Missing.GroupBy(m => (m.From, m.To, m.Kind, m.Text, m.Count)).Select(g => g.ToArray())];

    /// <summary>How many messages were recorded.</summary>
    public long Messages => _feeds.Values.Sum(f => f.Messages);

    /// <summary>How many buckets all series have together.</summary>
    public int Buckets => _budget.Count;

    /// <summary>A feed that is to be in the recording.</summary>
    /// <param name="key">The feed.</param>
    public void Expect(FeedKey key) => FeedOf(key);

    /// <summary>Takes a message.</summary>
    /// <param name="key">The feed.</param>
    /// <param name="at">When it was received.</param>
    /// <param name="rows">What is new in it.</param>
    /// <param name="isReadable">Whether it could be read.</param>
    public void Message(FeedKey key, DateTimeOffset at, IReadOnlyList<object> rows, bool isReadable = true)
    {
        PictureFeed feed = FeedOf(key);
        Line(at);
        State(feed, at, rows);
        feed.Message(at.UtcTicks, isReadable);
    }

    /// <summary>Takes a message that was received before the picture begins, and says how things stood then.</summary>
    /// <param name="key">The feed.</param>
    /// <param name="at">When it was received.</param>
    /// <param name="rows">What is in it.</param>
    public void Before(FeedKey key, DateTimeOffset at, IReadOnlyList<object> rows)
    {
        _from = _earliest ?? _from;
        State(FeedOf(key), at, rows);
    }

    /// <summary>Takes a notice.</summary>
    /// <param name="notice">The notice.</param>
    public void Notice(StreamNotice notice)
    {
        Line(notice.At);
        FeedOf(notice.Feed).Notice(notice);
    }

    /// <summary>Takes a part of the recording that can't be read.</summary>
    /// <param name="damage">The part.</param>
    public void Damage(RecordingDamage damage)
    {
        if (!damage.IsLoss)
        {
            return;
        }

        // A file that was not read has no time: nothing says what is missing, or whether anything is.
        MissingKind kind = damage is { From: null, To: null } ? MissingKind.Doubtful : MissingKind.Unreadable;

        // A feed whose first line comes later may have had lines in it too.
        _damage.Add(new(0, damage.From?.UtcTicks ?? 0, damage.To?.UtcTicks ?? DateTime.MaxValue.Ticks, kind, damage.ToString()));
        foreach (PictureFeed feed in _feeds.Values)
        {
            feed.Break();
        }
    }

    /// <summary>A recorder began to record.</summary>
    /// <param name="feeds">The names of what it recorded.</param>
    public void Session(IReadOnlySet<string> feeds)
    {
        foreach (PictureFeed feed in _feeds.Values.Where(f => !feeds.Contains(FeedName.Of(f.Key))))
        {
            feed.LeaveOut();
        }
    }

    /// <summary>Nothing follows.</summary>
    public void End()
    {
        foreach (PictureFeed feed in _feeds.Values)
        {
            foreach (MissingData damage in _damage.All)
            {
                feed.Damage(damage);
            }

            feed.End(From, To);
        }

        _missing.Trim(From, To);
        foreach (PictureMarket market in _markets.Values)
        {
            market.End(From, To);
        }
    }

    private void State(PictureFeed feed, DateTimeOffset at, IReadOnlyList<object> rows)
    {
        foreach (object row in rows)
        {
            switch (row)
            {
                case OrderBook book:
                    MarketOf(book.MarketId).Take(feed, book);
                    break;
                case Trade trade:
                    MarketOf(trade.MarketId).Take(feed, trade);
                    break;
                case FundingRate rate:
                    Value(MarketOf(rate.MarketId).Line(feed, "funding", "Funding rate"), rate, at, rate.Rate, rate.Rate);
                    break;
                case Position position:
                    string label = $"{ShortAddress.Of(position.Address ?? feed.Key.Key ?? "")} {position.Side}";
                    PictureMarket market = MarketOf(position.MarketId);
                    Value(market.Line(feed, "size", label), position, at, position.Side == PositionSide.Short ? -position.Size : position.Size, 0);
                    Value(market.Line(feed, "entry", label), position, at, position.EntryPrice, position.EntryPrice);
                    break;
            }
        }
    }

    private static void Value(ValueSeries values, StateRow row, DateTimeOffset at, decimal value, decimal last)
    {
        if (row.Change == RowChange.Closed)
        {
            values.End(at.UtcTicks, last);
        }
        else
        {
            values.Now = value;
        }
    }

    private PictureFeed FeedOf(FeedKey key)
    {
        if (!_feeds.TryGetValue(key, out PictureFeed? feed))
        {
            _feeds.Add(key, feed = new PictureFeed(_feeds.Count, key, _missing));
        }

        return feed;
    }

    private PictureMarket MarketOf(long id)
    {
        if (!_markets.TryGetValue(id, out PictureMarket? market))
        {
            _markets.Add(id, market = new PictureMarket(id, _budget));
        }

        return market;
    }

    private void Line(DateTimeOffset at)
    {
        long within = Math.Min(Math.Max(at.UtcTicks, _earliest ?? long.MinValue), _latest ?? long.MaxValue);
        _from = Math.Min(_from ?? long.MaxValue, within);
        _to = Math.Max(_to ?? long.MinValue, within);
    }
}
