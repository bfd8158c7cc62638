using System.Text;
using KanaPerps.Recording;
using KanaPerps.Simulator;
using KanaPerps.Streaming;
using KanaPerps.Topics;
using KanaPerps.Valuation;

namespace KanaPerps.Client.Tests.Valuation.Risk;

/// <summary>What a watcher of two accounts of the simulator wrote while they were recorded, and what is made of the recording.</summary>
public sealed class RecordedRiskTests : IDisposable
{
    // Parts of a second that a double holds exactly.
    private const int Tick = 128;

    private static readonly string[] s_accounts = [SimulatedExchange.ProfileAddressOf("0xa1")!, SimulatedExchange.ProfileAddressOf("0xa2")!];

    private readonly RecordedFolder _recording = new();
    private readonly List<object> _watched = [];
    private readonly Dictionary<FeedKey, FeedPlayer> _players = [];
    private readonly Dictionary<RiskMarket, OrderBook> _books = [];
    private readonly Dictionary<FeedKey, StreamNotice> _trouble = [];
    private readonly HashSet<RiskMarket> _followed = [];

    public void Dispose() => _recording.Dispose();

    [Theory]
    [InlineData(1, PriceSource.Mid, false, 0, 0)]
    [InlineData(2, PriceSource.Best, true, 0, 0)]
    [InlineData(1, PriceSource.Mid, false, 7, 0.01)]
    [InlineData(4, PriceSource.Mid, true, 7, 0)]
    public void The_rows_of_a_recording_are_those_of_its_watcher_digit_by_digit(int seed, PriceSource source, bool byAccount, int minIntervalSec, double minChangePercent)
    {
        RiskOptions options = new()
        {
            PriceSource = source,
            ByAccount = byAccount,
            MinInterval = TimeSpan.FromSeconds(minIntervalSec),
            MinChangePercent = (decimal)minChangePercent,
        };
        Watch(options, seed);
        _recording.Close();

        List<object> measured = [];
        RiskPlayer player = new(new(options with { KeepsAllMarkets = true }), measured.Add);
        foreach (RecordingEvent next in _recording.Import())
        {
            Play(player, next);
        }

        Assert.Equal(_watched.Select(Text), measured.Select(Text));
        Assert.True(measured.Count > 20, $"{measured.Count} rows");
        Assert.Contains(measured, r => r is PositionRisk { Stale: true } or AccountRisk { Stale: true });
        Assert.True(byAccount || measured.Exists(r => r is PositionRisk { Change: RowChange.Closed }));
    }

    private static void Play(RiskPlayer player, RecordingEvent next)
    {
        if (next.Notice is { } notice)
        {
            player.Take(notice);
            return;
        }

        player.Begin(next.Feed!, next.At);
        foreach (object item in next.Items)
        {
            if (item is OrderBook book)
            {
                player.Take(book);
            }
            else
            {
                player.Take((VenueRow)item);
            }
        }
    }

    // As commands do it: a market is followed while a position is open in it, and begins with its last book and what is wrong with its feed.
    private void Watch(RiskOptions options, int seed)
    {
        _recording.Describe("""{"format":1,"version":"0.1.0","network":"Mainnet","feeds":["live_funding_rate"]}""");
        Random random = new(seed);
        RiskTracker tracker = new(options);
        foreach (string account in s_accounts)
        {
            tracker.AddAccount(new(KanaEndpoint.Mainnet, KanaTopics.Positions.Name, account), null);
        }

        Moment now = new(RecordedFolder.Start, TimeSpan.FromDays(3));
        foreach ((FeedKey feed, byte[] message) in Traffic(seed))
        {
            Moment next = After(now, random.Next(200) == 0 ? 40 * Tick : random.Next(1, Tick / 2));
            Wake(tracker, ref now, next);
            now = next;
            _recording.Message((now.Utc - RecordedFolder.Start).TotalSeconds, FeedName.Of(feed), Encoding.UTF8.GetString(message));
            Take(tracker, feed, message, now);
            if (random.Next(40) == 0)
            {
                Lose(tracker, feed, now);
            }
        }
    }

    private void Take(RiskTracker tracker, FeedKey feed, byte[] message, Moment now)
    {
        _trouble.Remove(feed);
        if (!_players.TryGetValue(feed, out FeedPlayer? player))
        {
            _players.Add(feed, player = FeedPlayer.Of(feed, new()));
        }

        IReadOnlyList<object> rows = player.Play(message, now.Utc);
        if (feed.Topic == KanaTopics.Positions.Name)
        {
            tracker.OnPositions(feed, [.. rows.Cast<Position>()], now);
        }
        else if (feed.Topic == KanaTopics.FundingRates.Name)
        {
            tracker.OnFundingRates(feed, [.. rows.Cast<FundingRate>()]);
        }
        else
        {
            OrderBook book = Assert.IsType<OrderBook>(rows[^1]);
            _books[new(feed.Endpoint, book.MarketId)] = book;
            tracker.OnBook(feed, book, now);
        }

        TakeRows(tracker, now);
    }

    private void Lose(RiskTracker tracker, FeedKey feed, Moment now)
    {
        StaleNotice notice = new() { Feed = feed, At = now.Utc, Silence = TimeSpan.FromSeconds(1) };
        _recording.Notice(notice);
        _trouble[feed] = notice;
        tracker.OnNotice(notice);
        TakeRows(tracker, now);
    }

    private void Wake(RiskTracker tracker, ref Moment now, Moment until)
    {
        while (tracker.UntilDue(now) is { } wait && now.Elapsed + wait <= until.Elapsed)
        {
            now = new(now.Utc + wait, now.Elapsed + wait);
            TakeRows(tracker, now);
        }
    }

    private void TakeRows(RiskTracker tracker, Moment now)
    {
        _followed.IntersectWith(tracker.Markets);
        foreach (RiskMarket market in tracker.Markets.Where(_followed.Add).ToArray())
        {
            FeedKey feed = new(market.Endpoint, KanaTopics.OrderBook.Name, MarketIds.Text(market.MarketId));
            if (_books.TryGetValue(market, out OrderBook? book))
            {
                tracker.OnBook(feed, book, now);
            }

            if (_trouble.TryGetValue(feed, out StreamNotice? notice))
            {
                tracker.OnNotice(notice);
            }
        }

        while (tracker.TakeRow(now) is { } row)
        {
            _watched.Add(row);
        }
    }

    private static Moment After(Moment now, int ticks) => new(now.Utc.AddSeconds((double)ticks / Tick), now.Elapsed + TimeSpan.FromSeconds((double)ticks / Tick));

    private static List<(FeedKey Feed, byte[] Message)> Traffic(int seed)
    {
        using SimulatedExchange exchange = SimulatedExchange.Start(new SimulatorOptions { Manual = true, Seed = seed });
        List<(FeedKey, byte[])> messages = [];
        List<IDisposable> taps = [];
        IEnumerable<FeedKey> feeds =
        [
            .. s_accounts.Select(a => Feed(KanaTopics.Positions.Name, a)),
            .. MarketTable.Of(KanaNetwork.Mainnet).Select(m => Feed(KanaTopics.OrderBook.Name, MarketIds.Text(m.MarketId))),
            Feed(KanaTopics.FundingRates.Name, null),
        ];
        foreach (FeedKey feed in feeds)
        {
            taps.Add(exchange.Tap(feed.Topic, feed.Key, m => messages.Add((feed, m.ToArray()))));
        }

        exchange.Step(60);
        taps.ForEach(t => t.Dispose());
        return messages;
    }

    private static FeedKey Feed(string topic, string? key) => new(KanaEndpoint.Mainnet, topic, key);

    // Equality would compare the lists of names by reference.
    private static string Text(object row) => System.Text.Json.JsonSerializer.Serialize(row, row.GetType());
}
