using System.Diagnostics.CodeAnalysis;
using KanaPerps.Streaming;
using KanaPerps.Topics;

namespace KanaPerps.Valuation;

/// <summary>
/// Joins the positions of accounts with the prices and funding rates of their markets, and gives the rows that changed. It has neither sockets nor a
/// clock: whatever reads the feeds passes on what comes, with the time, then takes the rows, and comes back when <see cref="UntilDue"/> is over. A reader
/// that only shows how things stand takes the rows as well: they say whether anything has changed, and closed positions are forgotten with them.
/// </summary>
internal sealed class RiskTracker
{
    private readonly RiskOptions _options;
    private readonly Dictionary<FeedKey, RiskAccount> _accounts = [];
    private readonly Dictionary<(RiskAccount Account, string? TradeId, long MarketId, PositionSide Side), HeldRisk> _positions = [];
    private readonly Dictionary<RiskMarket, MarketQuote> _markets = [];
    private readonly Dictionary<KanaEndpoint, FundingBoard> _funding = [];
    private readonly List<RiskEntry> _pending = [];

    /// <summary>Begins without accounts.</summary>
    /// <param name="options">How positions are valued, and which rows are written.</param>
    public RiskTracker(RiskOptions options)
    {
        _options = options;
    }

    /// <summary>Is told, once an account, that positions are in the early encoding, which can't be valued.</summary>
    public Action<FeedKey>? EarlyEncodingFound { get; init; }

    /// <summary>The markets of the open positions: those whose prices are needed; and the others whose prices are kept.</summary>
    public IReadOnlyCollection<RiskMarket> Markets => _markets.Keys;

    /// <summary>Adds an account. An account that is not added comes with its first list.</summary>
    /// <param name="feed">The feed of its positions.</param>
    /// <param name="wallet">Its wallet, or null when that is not known.</param>
    public void AddAccount(FeedKey feed, string? wallet) => AccountOf(feed).Wallet = wallet;

    /// <summary>Takes a message of the positions of an account.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="changes">What it changed, which may be nothing.</param>
    /// <param name="now">The present moment.</param>
    public void OnPositions(FeedKey feed, IReadOnlyList<Position> changes, Moment now)
    {
        RiskAccount account = AccountOf(feed);
        if (account.IsOutOfDate || !account.HasCome)
        {
            MarkAll(account.Positions);
            Mark(account);
        }

        account.SawList(now);
        foreach (Position change in changes)
        {
            OnPosition(account, feed, change, now);
        }

        // Only now: a position that is turned round closes before the other opens, and the price of its market is known.
        foreach (Position change in changes)
        {
            Leave(new(feed.Endpoint, change.MarketId));
        }
    }

    /// <summary>Takes a book.</summary>
    /// <param name="feed">Its feed.</param>
    /// <param name="book">The book.</param>
    /// <param name="now">The present moment.</param>
    public void OnBook(FeedKey feed, OrderBook book, Moment now)
    {
        if (TryMarketOf(feed, out MarketQuote? market))
        {
            market.Saw(book, now);
            MarkAll(market.Positions);
        }
    }

    /// <summary>Takes a message of the trades of a market.</summary>
    /// <param name="feed">Its feed.</param>
    /// <param name="rows">Its new rows, which may be none.</param>
    /// <param name="now">The present moment.</param>
    public void OnTrades(FeedKey feed, IReadOnlyList<Trade> rows, Moment now)
    {
        if (TryMarketOf(feed, out MarketQuote? market))
        {
            market.Saw(rows, now);
            MarkAll(market.Positions);
        }
    }

    /// <summary>Takes a message of the funding rates.</summary>
    /// <param name="feed">Its feed.</param>
    /// <param name="changes">What it changed, which may be nothing.</param>
    public void OnFundingRates(FeedKey feed, IReadOnlyList<FundingRate> changes)
    {
        FundingOf(feed.Endpoint).Saw(changes);
        MarkAll(_positions.Values);
    }

    /// <summary>Takes a notice of any of the feeds.</summary>
    /// <param name="notice">The notice.</param>
    public void OnNotice(StreamNotice notice)
    {
        if (_accounts.TryGetValue(notice.Feed, out RiskAccount? account))
        {
            if (account.Saw(notice))
            {
                MarkAll(account.Positions);
                Mark(account);
            }
        }
        else if (notice.Feed.Topic == KanaTopics.FundingRates.Name)
        {
            if (FundingOf(notice.Feed.Endpoint).Saw(notice))
            {
                MarkAll(_positions.Values);
            }
        }
        else if (TryMarketOf(notice.Feed, out MarketQuote? market) && market.Saw(notice))
        {
            MarkAll(market.Positions);
        }
    }

    /// <summary>Ends the wait of first rows for prices and funding rates: nothing more comes.</summary>
    public void StopWaiting()
    {
        foreach (HeldRisk position in _positions.Values)
        {
            position.StopWaiting();
        }
    }

    /// <summary>The next row that is due, of a position or of an account, whichever are written.</summary>
    /// <param name="now">The present moment.</param>
    /// <returns>The row, which counts as written, or null when none is due.</returns>
    public object? TakeRow(Moment now) => _options.ByAccount ? TakeAccount(now) : TakePosition(now);

    /// <summary>The next row of a position that is due. One at a time: writing it may take long, and the next one has to say how old its price is by then.</summary>
    /// <param name="now">The present moment.</param>
    /// <returns>The row, which counts as written, or null when none is due.</returns>
    public PositionRisk? TakePosition(Moment now) => Take(now, entry => ((HeldRisk)entry).Row(now));

    /// <summary>The next row of an account that is due.</summary>
    /// <param name="now">The present moment.</param>
    /// <returns>The row, which counts as written, or null when none is due.</returns>
    public AccountRisk? TakeAccount(Moment now) => Take(now, entry => ((RiskAccount)entry).Row(now));

    /// <summary>The rows of positions that are due.</summary>
    /// <param name="now">The present moment.</param>
    /// <returns>The rows, which count as written.</returns>
    public IReadOnlyList<PositionRisk> TakePositions(Moment now)
    {
        List<PositionRisk> rows = [];
        while (TakePosition(now) is { } row)
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>The open positions of an account.</summary>
    /// <param name="feed">The feed of its positions.</param>
    /// <returns>The positions, as they came last.</returns>
    public IEnumerable<Position> PositionsOf(FeedKey feed) => _accounts.TryGetValue(feed, out RiskAccount? account) ? account.Positions.Select(p => p.Position) : [];

    /// <summary>The rows of all open positions, as they are now. It has no effect on what is due.</summary>
    /// <param name="now">The present moment.</param>
    /// <returns>The rows, in the order of the accounts.</returns>
    public IReadOnlyList<PositionRisk> Positions(Moment now) => [.. _accounts.Values.SelectMany(a => a.Positions).Select(p => p.Row(now))];

    /// <summary>The rows of all accounts whose list has come, as they are now. It has no effect on what is due.</summary>
    /// <param name="now">The present moment.</param>
    /// <returns>The rows, in the order of the accounts.</returns>
    public IReadOnlyList<AccountRisk> Accounts(Moment now) => [.. _accounts.Values.Where(a => a.HasCome).Select(a => a.Row(now))];

    /// <summary>How long until a row may be due although nothing comes, or null for never.</summary>
    /// <param name="now">The present moment.</param>
    /// <returns>The time, at least zero.</returns>
    public TimeSpan? UntilDue(Moment now)
    {
        TimeSpan? least = null;
        foreach (RiskEntry entry in _pending)
        {
            RiskDecision decision = entry.Decide(now);
            least = Least(least, decision.IsDue ? TimeSpan.Zero : decision.Until - now.Elapsed);
        }

        foreach (MarketQuote market in _markets.Values)
        {
            least = Least(least, market.UntilTooOld(now));
        }

        return least < TimeSpan.Zero ? TimeSpan.Zero : least;
    }

    private static TimeSpan? Least(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other ?? one : one;

    private void OnPosition(RiskAccount account, FeedKey feed, Position position, Moment now)
    {
        (RiskAccount, string?, long, PositionSide) key = (account, position.TradeId, position.MarketId, position.Side);
        RiskMarket marketKey = new(feed.Endpoint, position.MarketId);
        if (!_positions.TryGetValue(key, out HeldRisk? held))
        {
            MarketQuote market = MarketOf(marketKey);
            held = new HeldRisk(_options, account, market, FundingOf(feed.Endpoint), position, now);
            _positions.Add(key, held);
            market.Positions.Add(held);
            account.Add(held);
        }

        held.Saw(position);
        if (position.Change == RowChange.Closed)
        {
            _positions.Remove(key);
            account.Remove(held);
            _markets[marketKey].Positions.Remove(held);
        }

        Mark(_options.ByAccount ? account : held);
        if (!account.IsEarlyReported && EarlyEncoding.Has(position))
        {
            account.IsEarlyReported = true;
            EarlyEncodingFound?.Invoke(feed);
        }
    }

    private void Leave(RiskMarket key)
    {
        if (!_options.KeepsAllMarkets && _markets.TryGetValue(key, out MarketQuote? market) && market.Positions.Count == 0)
        {
            _markets.Remove(key);
        }
    }

    private RiskAccount AccountOf(FeedKey feed)
    {
        if (!_accounts.TryGetValue(feed, out RiskAccount? account))
        {
            _accounts.Add(feed, account = new RiskAccount(_options, feed));
        }

        return account;
    }

    private MarketQuote MarketOf(RiskMarket key)
    {
        if (!_markets.TryGetValue(key, out MarketQuote? market))
        {
            _markets.Add(key, market = new MarketQuote(_options));
        }

        return market;
    }

    private FundingBoard FundingOf(KanaEndpoint endpoint)
    {
        if (!_funding.TryGetValue(endpoint, out FundingBoard? board))
        {
            _funding.Add(endpoint, board = new FundingBoard());
        }

        return board;
    }

    // Messages of a market that was left may still come, and those of a feed whose prices are not the wanted ones.
    private bool TryMarketOf(FeedKey feed, [NotNullWhen(true)] out MarketQuote? market)
    {
        market = feed.Topic == _options.PriceTopic && MarketIds.Read(feed.Key) is { } id ? Find(new(feed.Endpoint, id)) : null;
        return market is not null;
    }

    private MarketQuote? Find(RiskMarket key) => _options.KeepsAllMarkets ? MarketOf(key) : _markets.GetValueOrDefault(key);

    private void MarkAll(IEnumerable<HeldRisk> positions)
    {
        foreach (HeldRisk position in positions)
        {
            Mark(_options.ByAccount ? position.Account : position);
        }
    }

    private void Mark(RiskEntry entry)
    {
        if (!entry.IsPending && entry is RiskAccount == _options.ByAccount)
        {
            entry.IsPending = true;
            _pending.Add(entry);
        }
    }

    private T? Take<T>(Moment now, Func<RiskEntry, T> row)
        where T : class
    {
        foreach (MarketQuote market in _markets.Values)
        {
            if (market.HasTurned(now))
            {
                MarkAll(market.Positions);
            }
        }

        for (int i = 0; i < _pending.Count; i++)
        {
            RiskEntry entry = _pending[i];
            RiskDecision decision = entry.Decide(now);
            if (decision.IsHeld)
            {
                continue;
            }

            _pending.RemoveAt(i--);
            entry.IsPending = false;
            if (decision.IsDue)
            {
                T next = row(entry);
                entry.Written(now);
                return next;
            }
        }

        return null;
    }
}
