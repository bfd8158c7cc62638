using KanaPerps.Streaming;
using KanaPerps.Topics;
using KanaPerps.Valuation;

namespace KanaPerps.Client.Tests.Valuation.Risk;

/// <summary>Objects that come without a clock but their own.</summary>
public sealed class RiskPlayerTests
{
    private readonly List<object> _rows = [];
    private readonly List<FeedKey> _early = [];
    private RiskPlayer _player;

    public RiskPlayerTests()
    {
        _player = Player(new());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Positions_that_were_got_and_books_before_or_after_them_end_in_valued_rows(bool areBooksFirst)
    {
        if (areBooksFirst)
        {
            Book(0, 5.3m, 5.5m);
        }

        Positions(1, RiskRows.Position(change: RowChange.Current));
        if (!areBooksFirst)
        {
            Book(2, 5.3m, 5.5m);
        }

        Assert.Empty(_rows);
        _player.Finish();

        PositionRisk row = Assert.IsType<PositionRisk>(Assert.Single(_rows));
        Assert.Equal((RowChange.Current, 5.4m, 4m, null, false), (row.Change, row.Price, row.UnrealizedPnl, row.FundingRate, row.Stale));
        Assert.Equal(TimeSpan.FromSeconds(areBooksFirst ? 1 : 0), row.PriceAge);
    }

    [Fact]
    public void A_position_whose_book_comes_minutes_later_has_a_row_without_values_before()
    {
        Positions(0, RiskRows.Position());
        Book(300, 5.3m, 5.5m);

        Assert.Equal([(RowChange.New, null), (RowChange.Updated, 5.4m)], Positions().Select(r => (r.Change, r.Price)));
    }

    [Fact]
    public void A_position_whose_market_has_no_book_has_a_row_without_values_at_the_end()
    {
        Positions(0, RiskRows.Position(), RiskRows.Position("2", marketId: 15));
        Funding(0);
        Book(1, 5.3m, 5.5m);
        _player.Finish();

        Assert.Equal([(14, 5.4m), (15, null)], Positions().Select(r => (r.MarketId, r.Price)));
    }

    [Fact]
    public void A_row_that_falls_due_between_two_objects_is_written_as_it_is_then()
    {
        Start();
        Book(100, 6.3m, 6.5m);

        Assert.Equal(
            [(true, 5.4m, TimeSpan.FromSeconds(30)), (false, 6.4m, TimeSpan.Zero)],
            Positions().Select(r => (r.Stale, r.Price!.Value, r.PriceAge!.Value)));
    }

    [Fact]
    public void A_row_that_is_held_back_is_written_when_its_time_is_over_and_not_when_the_input_ends()
    {
        _player = Player(new() { MinInterval = TimeSpan.FromSeconds(10) });
        Start();
        Book(4, 5.4m, 5.6m);
        Assert.Empty(_rows);
        Book(15, 5.5m, 5.7m);
        _player.Finish();

        Assert.Equal((5.5m, TimeSpan.FromSeconds(6)), Assert.Single(Positions()) is var row ? (row.Price!.Value, row.PriceAge!.Value) : default);
    }

    [Fact]
    public void A_book_from_before_counts_as_the_last_and_is_as_old_as_it_is()
    {
        Start();
        Book(10, 5.4m, 5.6m);
        Book(5, 5.3m, 5.5m);
        Book(-600, 6.3m, 6.5m);
        Book(11, 6.3m, 6.5m);

        Assert.Equal(
            [(5.5m, 0, false), (5.4m, 5, false), (6.4m, 610, true), (6.4m, 0, false)],
            Positions().Select(r => (r.Price!.Value, (int)r.PriceAge!.Value.TotalSeconds, r.Stale)));
    }

    [Fact]
    public void The_rows_of_a_message_are_taken_together_what_went_first()
    {
        _player = Player(new() { ByAccount = true });
        Start();
        Book(9, 5.3m, 5.5m);
        Positions(1, RiskRows.Position(change: RowChange.Closed));
        Positions(10, RiskRows.Position("2"), RiskRows.Position("3"));
        Book(11, 5.3m, 5.5m);

        Assert.Equal((2, 8m), Assert.IsType<AccountRisk>(Assert.Single(_rows)) is var row ? (row.Positions, row.UnrealizedPnl!.Value) : default);
    }

    [Fact]
    public void A_list_that_is_got_again_closes_what_it_does_not_have()
    {
        Position first = RiskRows.Position(change: RowChange.Current);
        Start(first, first with { TradeId = "2" });
        Positions(60, first with { Size = 20m });
        Book(61, 5.3m, 5.5m);
        Positions(62, first with { Size = 20m });
        Book(63, 5.4m, 5.6m);

        Assert.Equal(
            [("1", RowChange.Updated, true, 10m), ("2", RowChange.Updated, true, 10m), ("2", RowChange.Closed, true, 10m), ("1", RowChange.Updated, true, 20m), ("1", RowChange.Updated, false, 20m), ("1", RowChange.Updated, false, 20m)],
            Positions().Select(r => (r.TradeId!, r.Change, r.Stale, r.Size)));
    }

    [Fact]
    public void A_list_in_another_order_than_it_came_closes_nothing()
    {
        Position mine = RiskRows.Position(change: RowChange.Current);
        Position other = mine with { Address = "0x2" };
        Positions(0, mine, other, mine with { TradeId = "2" });
        Book(0, 5.3m, 5.5m);
        _player.Finish();

        Assert.Equal([("1", Decode.CurrentAddress), ("1", "0x2"), ("2", Decode.CurrentAddress)], Positions().Select(r => (r.TradeId!, r.Address!)));
    }

    [Fact]
    public void Networks_are_told_apart_by_their_names_alone()
    {
        const string Custom = "ws://127.0.0.1:5/ws/";
        _player = Player(new() { ByAccount = true });
        foreach (string network in new[] { "Mainnet", "Simulator", "Replay", Custom, "" })
        {
            _player.Take(RiskRows.Position() with { Network = network });
            _player.Take(new OrderBook(14, [new(5, 1, null, 1), new(5 + network.Length, 1, null, 1)], 1, BookAnomalies.None, network, Decode.ReceivedAt, []));
        }

        _player.Finish();

        Assert.Equal(
            [("Mainnet", 35m), ("Simulator", 45m), ("Replay", 30m), (Custom, 100m), ("", 0m)],
            _rows.Cast<AccountRisk>().Select(r => (r.Network, r.UnrealizedPnl!.Value)));
    }

    [Fact]
    public void A_feed_that_is_announced_under_the_address_of_its_network_is_that_of_the_objects()
    {
        KanaEndpoint simulator = KanaEndpoint.From(new("ws://127.0.0.1:7777/ws/"), KanaNetwork.Simulator);
        _player = Player(new() { ByAccount = true });
        _player.Begin(RiskRows.Account with { Endpoint = simulator }, Decode.ReceivedAt);
        _player.Begin(RiskRows.Account with { Endpoint = simulator }, Decode.ReceivedAt.AddSeconds(1));
        _player.Take(RiskRows.Position() with { Network = "Simulator" });
        _player.Take(Loss(RiskRows.Account with { Endpoint = simulator }, 2));
        _player.Finish();

        Assert.Equal([(0, false, "Simulator"), (1, true, "Simulator")], _rows.Cast<AccountRisk>().Select(r => (r.Positions, r.Stale, r.Network)));
    }

    [Fact]
    public void Trouble_of_feeds_makes_rows_stale_until_their_data_comes()
    {
        Start();
        _player.Take(Loss(RiskRows.BookFeed(), 1));
        Book(2, 5.3m, 5.5m);
        _player.Take(Loss(RiskRows.Account, 3));
        _player.Begin(RiskRows.Account, Decode.ReceivedAt.AddSeconds(4));
        _player.Take(Loss(RiskRows.TradeFeed(), 5));
        Book(6, 5.3m, 5.5m);

        Assert.Equal([true, false, true, false], Positions().Select(r => r.Stale));
    }

    [Fact]
    public void Only_the_objects_of_the_wanted_price_count()
    {
        _player = Player(new() { PriceSource = PriceSource.Last });
        Positions(0, RiskRows.Position());
        Book(1, 9m, 9.2m);
        _player.Take(RiskRows.Trade(5.2m, 11, Decode.ReceivedAt.AddSeconds(2)) with { Network = "Mainnet" });
        _player.Take(RiskRows.Trade(5.1m, 10, Decode.ReceivedAt.AddSeconds(2)) with { Network = "Mainnet" });
        _player.Take(Loss(RiskRows.BookFeed(), 3));
        _player.Finish();

        Assert.Equal((5.2m, false), Assert.Single(Positions()) is var row ? (row.Price!.Value, row.Stale) : default);
    }

    [Fact]
    public void An_account_in_the_early_encoding_is_reported_once()
    {
        Position early = RiskRows.Position(size: 1000, entry: 6050, margin: 3025000) with { TransactionVersion = null };
        Positions(0, early);
        Positions(1, early with { Change = RowChange.Updated });
        Positions(2, early with { Change = RowChange.Updated, Address = "0x2" });
        Book(3, 5.3m, 5.5m);
        _player.Finish();

        Assert.Equal([Decode.CurrentAddress, "0x2"], _early.Select(f => f.Key));
        Assert.All(Positions(), r => Assert.Null(r.UnrealizedPnl));
    }

    [Fact]
    public void Times_at_the_ends_of_the_calendar_and_an_interval_without_end_do_no_harm()
    {
        _player = Player(new() { MinInterval = TimeSpan.MaxValue });
        _player.Take(RiskRows.Position() with { Network = "Mainnet", ReceivedAt = DateTimeOffset.MinValue });
        Book(0, 5.3m, 5.5m);
        Book(1, 6.3m, 6.5m);
        _player.Take(RiskRows.Book(7m, 8m, DateTimeOffset.MaxValue));
        _player.Take(RiskRows.Book(9m, 10m, DateTimeOffset.MinValue));
        _player.Finish();

        Assert.All(Positions().Skip(1), r => Assert.Equal(RowChange.Updated, r.Change));
    }

    private void Start(params Position[] positions)
    {
        Positions(0, positions.Length == 0 ? [RiskRows.Position()] : positions);
        Book(0, 5.3m, 5.5m);
        Funding(0);
        Book(0, 5.3m, 5.5m);
        _rows.Clear();
    }

    private RiskPlayer Player(RiskOptions options) => new(new(options with { KeepsAllMarkets = true }) { EarlyEncodingFound = _early.Add }, _rows.Add);

    private void Positions(int second, params Position[] rows) => Array.ForEach(rows, r => _player.Take(r with { Network = "Mainnet", ReceivedAt = Decode.ReceivedAt.AddSeconds(second) }));

    private void Book(int second, decimal bid, decimal ask) => _player.Take(RiskRows.Book(bid, ask, Decode.ReceivedAt.AddSeconds(second)));

    private void Funding(int second) => _player.Take(Rows.FundingRate("APT-USD", 14, 0.0001m) with { Network = "Mainnet", ReceivedAt = Decode.ReceivedAt.AddSeconds(second) });

    private IEnumerable<PositionRisk> Positions() => _rows.Cast<PositionRisk>();

    private static ReconnectingNotice Loss(FeedKey feed, int second) => new()
    {
        Feed = feed,
        At = Decode.ReceivedAt.AddSeconds(second),
        Reason = "reset",
        Kind = KanaErrorKind.ConnectFailed,
        Attempt = 1,
        Delay = default,
        WasConnected = true,
        BeginsOutage = true,
    };
}
