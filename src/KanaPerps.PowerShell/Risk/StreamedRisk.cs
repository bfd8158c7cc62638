using KanaPerps.Streaming;
using KanaPerps.Topics;
using KanaPerps.Valuation;

namespace KanaPerps.PowerShell;

/// <summary>The risk of accounts from the streams of their positions, and of the prices and funding rates of whatever markets those are in.</summary>
internal sealed class StreamedRisk : IAccountRows, IStreamTimer
{
    // What a wait takes.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(10);

    private readonly KanaCommand _command;
    private readonly RiskOptions _options;
    private readonly RiskTracker _tracker;
    private readonly List<(KanaEndpoint Endpoint, string? Key)> _targets = [];
    private readonly Dictionary<RiskMarket, IPipelineChannel> _prices = [];
    private readonly HashSet<KanaEndpoint> _funding = [];
    private PipelineStream? _stream;

    // By the monotonic clock; null for never.
    private TimeSpan? _due;

    public StreamedRisk(KanaCommand command, RiskOptions options)
    {
        _command = command;
        _options = options;
        _tracker = new(options) { EarlyEncodingFound = feed => EarlyEncodingWarning.Write(command, feed) };
    }

    private static Moment Now => Moment.Now(KanaSession.Time);

    /// <inheritdoc/>
    public TimeSpan Remaining
    {
        get
        {
            TimeSpan left = _due is { } due ? due - Now.Elapsed : Timeout.InfiniteTimeSpan;
            return _due is null ? left : left <= TimeSpan.Zero ? TimeSpan.Zero : left < s_longestWait ? left : s_longestWait;
        }
    }

    /// <inheritdoc/>
    public void Add(KanaEndpoint endpoint, AccountSelection accounts)
    {
        foreach (string profile in accounts.Profiles(endpoint))
        {
            _tracker.AddAccount(new FeedKey(endpoint, KanaTopics.Positions.Name, profile), KnownAddresses.WalletOf(profile, endpoint.Name));
            _targets.Add((endpoint, profile));
        }
    }

    /// <inheritdoc/>
    public void Write(long maxEvents)
    {
        if (_targets.Count == 0 || PipelineStream.Enter(_command, "risk", maxEvents) is not { } stream)
        {
            return;
        }

        _stream = stream;
        stream.Noticed = notice => Then(() => _tracker.OnNotice(notice));
        stream.Timer = this;
        stream.AddReader(KanaTopics.Positions, _targets, (feed, changes) => Then(() => _tracker.OnPositions(feed, changes, Now)));
        stream.Run();
        if (_command.Mode == StreamMode.Get)
        {
            WriteAll(maxEvents);
        }
    }

    /// <summary>Follows the markets of the positions, and writes the rows that are due.</summary>
    public void Elapse()
    {
        FollowMarkets();
        if (_command.Mode == StreamMode.Get)
        {
            _due = null;
            return;
        }

        // The pipeline may take long for each row.
        while (_tracker.TakeRow(Now) is { } row)
        {
            _stream!.WriteObject(row);
        }

        Moment now = Now;
        _due = now.Elapsed + _tracker.UntilDue(now);
    }

    // What came may have made rows due: the stream comes back for them at once.
    private void Then(Action take)
    {
        take();
        _due = TimeSpan.Zero;
    }

    private void FollowMarkets()
    {
        foreach (RiskMarket market in _tracker.Markets)
        {
            if (!_prices.ContainsKey(market))
            {
                _prices.Add(market, Subscribe(market));
            }
        }

        if (_prices.Count > _tracker.Markets.Count)
        {
            foreach (RiskMarket left in _prices.Keys.Except(_tracker.Markets).ToArray())
            {
                _stream!.Remove(_prices[left]);
                _prices.Remove(left);
            }
        }
    }

    private IPipelineChannel Subscribe(RiskMarket market)
    {
        if (_funding.Add(market.Endpoint))
        {
            _stream!.AddReader(
                KanaTopics.FundingRates, [(market.Endpoint, null)], (feed, changes) => Then(() => _tracker.OnFundingRates(feed, changes)), isSupporting: true);
        }

        (KanaEndpoint, string?)[] target = [(market.Endpoint, MarketIds.Text(market.MarketId))];
        return _options.PriceSource == PriceSource.Last
            ? _stream!.AddReader(KanaTopics.RecentTrades, target, (feed, rows) => Then(() => _tracker.OnTrades(feed, rows, Now)), isSupporting: true)
            : _stream!.AddReader(KanaTopics.OrderBook, target, (feed, books) => Then(() => _tracker.OnBook(feed, books[^1], Now)), isSupporting: true);
    }

    private void WriteAll(long maxEvents)
    {
        Moment now = Now;
        IEnumerable<object> rows = _options.ByAccount ? _tracker.Accounts(now) : _tracker.Positions(now);
        foreach (object row in rows.Take((int)Math.Min(maxEvents, int.MaxValue)))
        {
            _command.WriteObject(row);
        }
    }
}
