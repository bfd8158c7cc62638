using System.Management.Automation.Host;
using KanaPerps.PowerShell.Screens;
using KanaPerps.Streaming;

namespace KanaPerps.PowerShell.MarketScreen;

/// <summary>A table of markets that follows the feeds of their books and trades and of the funding rates.</summary>
internal sealed class MarketPicture : LivePicture<OrderBook>
{
    private readonly Subscription<Trade> _trades;
    private readonly Subscription<FundingRate> _fundingRates;
    private readonly HealthPart _bookHealth;
    private readonly HealthPart _tradeHealth;
    private readonly MarketRow[] _rows;
    private readonly Dictionary<(KanaEndpoint Endpoint, long? MarketId), MarketRow> _byMarket;
    private readonly Dictionary<MarketRow, FeedKey> _bookFeeds;
    private readonly Dictionary<MarketRow, FeedKey> _tradeFeeds;
    private readonly string _networks;
    private readonly MarketPage _page;
    private readonly long _start = KanaSession.Time.GetTimestamp();

    /// <summary>Prepares a table.</summary>
    /// <param name="rows">The markets, in the order to show.</param>
    /// <param name="books">The feeds of their books.</param>
    /// <param name="trades">The feeds of their trades.</param>
    /// <param name="fundingRates">The feeds of the funding rates.</param>
    public MarketPicture(MarketRow[] rows, Subscription<OrderBook> books, Subscription<Trade> trades, Subscription<FundingRate> fundingRates)
        : base(books)
    {
        _trades = trades;
        _fundingRates = fundingRates;
        _bookHealth = new HealthPart("books", books.Feeds);
        _tradeHealth = new HealthPart("trades", trades.Feeds);
        Health = new ConnectionHealth(_bookHealth, _tradeHealth, new HealthPart("funding", fundingRates.Feeds)) { NamesFeeds = true };
        _rows = rows;
        _byMarket = rows.ToDictionary(r => (r.Endpoint, (long?)r.MarketId));
        _bookFeeds = books.Feeds.ToDictionary(RowOf);
        _tradeFeeds = trades.Feeds.ToDictionary(RowOf);
        string[] networks = [.. rows.Select(r => r.Endpoint.Name).Distinct()];
        _networks = string.Join(", ", networks);
        _page = new MarketPage(networks.Length > 1, StateOf);
    }

    /// <inheritdoc/>
    public override ConnectionHealth Health { get; }

    private long Second => (long)KanaSession.Time.GetElapsedTime(_start).TotalSeconds;

    /// <inheritdoc/>
    public override void Take(FeedKey feed, IReadOnlyList<OrderBook> rows) => RowOf(feed).Take(rows);

    /// <inheritdoc/>
    public override void Saw(StreamNotice notice)
    {
        base.Saw(notice);
        if (_trades.Feeds.Contains(notice.Feed) && MayHaveLostRows(notice))
        {
            RowOf(notice.Feed).IsVolumePartial = true;
        }
    }

    /// <inheritdoc/>
    public override List<TextLine> Draw(Size window, string hint, DateTimeOffset now) => _page.Draw(_rows, _networks, Health, hint, window, now, Second);

    /// <inheritdoc/>
    private protected override StreamNotice? ReadOthers()
    {
        StreamNotice? end = ReadSupporting(_trades, (feed, rows) => RowOf(feed).Take(rows)) ?? ReadSupporting(_fundingRates, TakeRates);

        // By the clock, and not by messages: a quiet market has a level line, and a lost one has a gap.
        foreach (MarketRow row in _rows)
        {
            row.Mids.Set(Second, _bookHealth.IsLive(_bookFeeds[row]) ? row.Book?.Mid : null);
        }

        return end;
    }

    private void TakeRates(FeedKey feed, IReadOnlyList<FundingRate> rates)
    {
        foreach (FundingRate rate in rates)
        {
            _byMarket.GetValueOrDefault((feed.Endpoint, rate.MarketId))?.Take(rate);
        }
    }

    private MarketRow RowOf(FeedKey feed) => _byMarket[(feed.Endpoint, MarketIds.Read(feed.Key))];

    private string StateOf(MarketRow row) => !_bookHealth.IsLive(_bookFeeds[row]) ? _bookHealth.TextOf(_bookFeeds[row])
        : !_tradeHealth.IsLive(_tradeFeeds[row]) ? $"trades {_tradeHealth.TextOf(_tradeFeeds[row])}"
        : "";
}
