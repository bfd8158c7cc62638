using KanaPerps.Streaming;

namespace KanaPerps.Valuation;

/// <summary>What is known of the price of a market, and the positions that it values.</summary>
internal sealed class MarketQuote
{
    private readonly RiskOptions _options;
    private OrderBook? _book;
    private Trade? _trade;
    private FeedTrouble _feed;
    private decimal? _bid;
    private decimal? _ask;
    private decimal? _last;
    private bool _isInexact;
    private DateTimeOffset? _receivedAt;
    private TimeSpan _ageAtArrival;
    private TimeSpan _arrivedAt;
    private bool _wasTooOld;

    /// <summary>Begins without a price.</summary>
    /// <param name="options">Which price.</param>
    public MarketQuote(RiskOptions options)
    {
        _options = options;
    }

    /// <summary>The open positions in this market.</summary>
    public List<HeldRisk> Positions { get; } = [];

    /// <summary>Whether there is no use in waiting for a first price.</summary>
    public bool IsSettled => _feed.IsSettled;

    // A feed of trades is silent for as long as there are none.
    private bool AgesByItself => _options.PriceSource != PriceSource.Last && _receivedAt is not null;

    /// <summary>Takes a book.</summary>
    /// <param name="book">The book.</param>
    /// <param name="now">When it is read.</param>
    public void Saw(OrderBook book, Moment now)
    {
        _feed.SawData(isNew: _book is { } before && !book.HasLevelsOf(before));
        _book = book;
        (_bid, _ask) = EarlyEncoding.Has(book) ? (null, null) : (book.BestBid, book.BestAsk);
        _isInexact = book.InexactFields.Contains(nameof(BookLevel.Price));
        Arrived(book.ReceivedAt, now);
    }

    /// <summary>Takes trades: the latest of them has the price. A list may be a late one.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="now">When they are read.</param>
    public void Saw(IReadOnlyList<Trade> rows, Moment now)
    {
        _feed.SawData(isNew: rows.Count > 0);
        foreach (Trade row in rows)
        {
            if (_trade is not null && (row.Timestamp ?? default, row.TransactionVersion ?? 0).CompareTo((_trade.Timestamp ?? default, _trade.TransactionVersion ?? 0)) < 0)
            {
                continue;
            }

            _trade = row;
            _last = EarlyEncoding.Has(row) ? null : row.Price;
            _isInexact = row.InexactFields.Contains(nameof(Trade.Price));
            Arrived(row.ReceivedAt, now);
        }
    }

    /// <summary>Takes a notice of its feed.</summary>
    /// <param name="notice">The notice.</param>
    /// <returns>Whether it says something of the price.</returns>
    public bool Saw(StreamNotice notice) => _feed.Saw(notice);

    /// <summary>The price for a position of a side.</summary>
    /// <param name="side">The side.</param>
    /// <returns>The price, or null when there is none.</returns>
    public decimal? PriceFor(PositionSide side) => RiskMeter.Choose(_options.PriceSource, side, _bid, _ask, _last);

    /// <summary>The price for a position of a side, with its age.</summary>
    /// <param name="side">The side.</param>
    /// <param name="now">The present moment.</param>
    /// <returns>The price.</returns>
    public RiskPrice PriceFor(PositionSide side, Moment now) => new(PriceFor(side), _receivedAt, Age(now), _isInexact);

    /// <summary>Whether the price may be out of date.</summary>
    /// <param name="now">The present moment.</param>
    /// <returns>Whether it may.</returns>
    public bool IsStale(Moment now) => _feed.IsOutOfDate || IsTooOld(now);

    /// <summary>Whether the price has become too old, or is not any more, since this was asked last.</summary>
    /// <param name="now">The present moment.</param>
    /// <returns>Whether it has.</returns>
    public bool HasTurned(Moment now)
    {
        bool wasTooOld = _wasTooOld;
        _wasTooOld = IsTooOld(now);
        return _wasTooOld != wasTooOld;
    }

    /// <summary>How long until the price is too old, or null when it is already, or does not become so.</summary>
    /// <param name="now">The present moment.</param>
    /// <returns>The time.</returns>
    public TimeSpan? UntilTooOld(Moment now) => AgesByItself && !IsTooOld(now) ? _options.StaleAfter - Age(now) : null;

    private bool IsTooOld(Moment now) => AgesByItself && Age(now) >= _options.StaleAfter;

    // The local clock may be set: from the arrival on the age is measured by the monotonic one.
    private TimeSpan Age(Moment now) => _ageAtArrival + (now.Elapsed - _arrivedAt);

    private void Arrived(DateTimeOffset receivedAt, Moment now)
    {
        _receivedAt = receivedAt;
        _ageAtArrival = now.Utc > receivedAt ? now.Utc - receivedAt : TimeSpan.Zero;
        _arrivedAt = now.Elapsed;
    }
}
