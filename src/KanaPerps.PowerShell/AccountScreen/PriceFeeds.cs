using KanaPerps.PowerShell.Screens;
using KanaPerps.Streaming;
using KanaPerps.Topics;
using KanaPerps.Valuation;

namespace KanaPerps.PowerShell.AccountScreen;

/// <summary>The feeds of the prices and funding rates of whatever markets positions are in.</summary>
internal sealed class PriceFeeds : IDisposable
{
    private readonly LivePicture _picture;
    private readonly RiskTracker _tracker;
    private readonly PriceSource _source;
    private readonly SubscriptionOptions _options;
    private readonly Dictionary<RiskMarket, Source> _prices = [];
    private readonly Dictionary<KanaEndpoint, Source> _fundingRates = [];

    /// <summary>Begins without markets.</summary>
    /// <param name="picture">Reads the feeds.</param>
    /// <param name="tracker">Gets what comes, and says which markets are needed.</param>
    /// <param name="source">The price.</param>
    /// <param name="options">How to subscribe.</param>
    public PriceFeeds(LivePicture picture, RiskTracker tracker, PriceSource source, SubscriptionOptions options)
    {
        _picture = picture;
        _tracker = tracker;
        _source = source;
        _options = options;
        PriceHealth = new HealthPart(source == PriceSource.Last ? "trades" : "books", []);
        FundingHealth = new HealthPart("funding", []);
    }

    /// <summary>How the feeds of prices stand.</summary>
    public HealthPart PriceHealth { get; }

    /// <summary>How the feeds of funding rates stand.</summary>
    public HealthPart FundingHealth { get; }

    private static Moment Now => Moment.Now(KanaSession.Time);

    /// <summary>Joins the feeds of markets that positions are in, leaves the others, and takes what has come.</summary>
    /// <returns>The notice that a feed was refused for good, or null.</returns>
    public StreamNotice? Read()
    {
        if (_prices.Count != _tracker.Markets.Count || !_tracker.Markets.All(_prices.ContainsKey))
        {
            Follow();
        }

        StreamNotice? end = null;
        foreach (Source source in _prices.Values.Concat(_fundingRates.Values))
        {
            end ??= source.Read();
        }

        return end;
    }

    /// <summary>Leaves the feeds. Safe to call again.</summary>
    public void Dispose()
    {
        foreach (Source source in _prices.Values.Concat(_fundingRates.Values))
        {
            source.Leave();
        }
    }

    private void Follow()
    {
        foreach (RiskMarket left in _prices.Keys.Except(_tracker.Markets).ToArray())
        {
            _prices[left].Leave();
            _prices.Remove(left);
        }

        foreach (RiskMarket market in _tracker.Markets.Where(m => !_prices.ContainsKey(m)).ToArray())
        {
            string key = MarketIds.Text(market.MarketId);
            _prices[market] = _source == PriceSource.Last
                ? Join(KanaTopics.RecentTrades, market.Endpoint, key, (feed, rows) => _tracker.OnTrades(feed, rows, Now))
                : Join(KanaTopics.OrderBook, market.Endpoint, key, (feed, books) => _tracker.OnBook(feed, books[^1], Now));
            if (!_fundingRates.ContainsKey(market.Endpoint))
            {
                _fundingRates[market.Endpoint] = Join(KanaTopics.FundingRates, market.Endpoint, key: null, _tracker.OnFundingRates);
            }
        }

        PriceHealth.Feeds = [.. _prices.Values.SelectMany(s => s.Feeds)];
        FundingHealth.Feeds = [.. _fundingRates.Values.SelectMany(s => s.Feeds)];
    }

    private Source Join<T>(Topic<T> topic, KanaEndpoint endpoint, string? key, Action<FeedKey, IReadOnlyList<T>> take)
    {
        Subscription<T> subscription = KanaSession.Connections.Subscribe(endpoint, topic, key, _options);
        return new Source(subscription.Feeds, () => _picture.ReadSupporting(subscription, take), subscription.CloseNow);
    }

    /// <summary>A feed, and what is done with it.</summary>
    /// <param name="Feeds">Its key.</param>
    /// <param name="Read">Takes what has come.</param>
    /// <param name="Leave">Leaves it.</param>
    private sealed record Source(IReadOnlyList<FeedKey> Feeds, Func<StreamNotice?> Read, Action Leave);
}
