using KanaPerps.Streaming;
using KanaPerps.Valuation;

namespace KanaPerps.Client.Tests.Valuation.Risk;

public sealed partial class RiskTrackerTests
{
    private readonly List<FeedKey> _early = [];
    private RiskTracker _tracker;
    private Moment _now = new(Decode.ReceivedAt, TimeSpan.FromHours(1));

    public RiskTrackerTests()
    {
        _tracker = Tracker(new());
    }

    [Fact]
    public void A_position_is_written_once_its_book_and_funding_rate_have_come()
    {
        Positions(RiskRows.Position(change: RowChange.Current));
        Assert.Empty(Take());
        Book(5.3m, 5.5m);
        Assert.Empty(Take());
        Funding(0.0001m);

        PositionRisk risk = Assert.Single(Take());

        Assert.Equal((RowChange.Current, 5.4m, 4m, 0.0001m, false), (risk.Change, risk.Price, risk.UnrealizedPnl, risk.FundingRate, risk.Stale));
        Assert.Equal((Decode.CurrentAddress, "APT-USD", Decode.ReceivedAt, TimeSpan.Zero), (risk.Address, risk.Symbol, risk.PriceAt, risk.PriceAge));
        Assert.Empty(Take());
        Assert.Equal(new RiskMarket(KanaEndpoint.Mainnet, 14), Assert.Single(_tracker.Markets));
    }

    [Fact]
    public void A_position_whose_market_has_no_book_is_written_without_values_and_again_when_a_book_comes_minutes_later()
    {
        Positions(RiskRows.Position());
        Funding(0);
        Assert.Equal(TimeSpan.FromSeconds(5), _tracker.UntilDue(_now));
        Wait(5);

        PositionRisk risk = Assert.Single(Take());
        Assert.Equal((RowChange.New, null, null, false), (risk.Change, risk.Price, risk.UnrealizedPnl, risk.Stale));
        Assert.Equal((null, null), (risk.PriceAt, risk.PriceAge));

        Wait(300);
        Assert.Null(_tracker.UntilDue(_now));
        Book(5.3m, 5.5m);

        risk = Assert.Single(Take());
        Assert.Equal((RowChange.Updated, 5.4m, 4m, false), (risk.Change, risk.Price, risk.UnrealizedPnl, risk.Stale));
    }

    [Fact]
    public void Trouble_of_a_book_writes_its_positions_at_once_as_stale()
    {
        Positions(RiskRows.Position());
        Funding(0);
        Notice(new NoFirstMessageNotice { Feed = RiskRows.BookFeed(), At = _now.Utc, Waited = TimeSpan.FromSeconds(10), LikelyCause = "x" });

        Assert.Equal((null, true), Assert.Single(Take()) is var risk ? (risk.Price, risk.Stale) : default);
        Book(5.3m, 5.5m);
        Assert.Equal((5.4m, false), Assert.Single(Take()) is var valued ? (valued.Price, valued.Stale) : default);
    }

    [Fact]
    public void A_book_that_loses_a_side_takes_the_price_away()
    {
        Start();
        Book(5.3m, null);

        PositionRisk risk = Assert.Single(Take());

        Assert.Equal((null, null, false), (risk.Price, risk.UnrealizedPnl, risk.Stale));
        Book(null, null);
        Assert.Empty(Take());
    }

    [Fact]
    public void A_book_with_the_same_price_writes_nothing_and_keeps_the_price_young()
    {
        Start();
        Wait(20);
        Book(5.3m, 5.5m);
        Assert.Empty(Take());
        Wait(10);

        Assert.Equal((TimeSpan.FromSeconds(10), false), Assert.Single(_tracker.Positions(_now)) is var risk ? (risk.PriceAge, risk.Stale) : default);
    }

    [Fact]
    public void A_price_that_no_book_confirms_becomes_stale_without_a_notice()
    {
        Start();
        Assert.Equal(TimeSpan.FromSeconds(30), _tracker.UntilDue(_now));
        Wait(29);
        Assert.Empty(Take());
        Wait(1);

        PositionRisk risk = Assert.Single(Take());
        Assert.Equal((true, 5.4m, 4m, TimeSpan.FromSeconds(30)), (risk.Stale, risk.Price, risk.UnrealizedPnl, risk.PriceAge));
        Assert.Null(_tracker.UntilDue(_now));

        Book(5.3m, 5.5m);
        Assert.False(Assert.Single(Take()).Stale);
    }

    [Fact]
    public void A_price_that_was_old_when_it_came_is_as_old_as_it_is()
    {
        Positions(RiskRows.Position());
        Funding(0);
        _tracker.OnBook(RiskRows.BookFeed(), RiskRows.Book(5.3m, 5.5m, _now.Utc.AddSeconds(-25)), _now);
        Assert.Equal((TimeSpan.FromSeconds(25), false), Assert.Single(Take()) is var risk ? (risk.PriceAge, risk.Stale) : default);

        // A clock that is set is not time that passes.
        _now = _now with { Utc = _now.Utc.AddDays(1) };
        Wait(4);
        Assert.Empty(Take());
        Wait(1);
        Assert.True(Assert.Single(Take()).Stale);
    }

    [Theory]
    [InlineData("book")]
    [InlineData("positions")]
    public void A_lost_connection_makes_positions_stale_until_data_comes_again(string which)
    {
        Start();
        Notice(RiskRows.Loss(which == "book" ? RiskRows.BookFeed() : RiskRows.Account));
        Assert.Equal((true, 5.4m), Assert.Single(Take()) is var risk ? (risk.Stale, risk.Price) : default);
        Notice(RiskRows.Loss(which == "book" ? RiskRows.BookFeed() : RiskRows.Account));
        Assert.Empty(Take());

        if (which == "book")
        {
            Book(5.3m, 5.5m);
        }
        else
        {
            Positions();
        }

        Assert.False(Assert.Single(Take()).Stale);
    }

    [Fact]
    public void A_book_that_stands_still_is_stale_until_something_in_it_changes()
    {
        Start();
        Notice(new StandstillNotice { Feed = RiskRows.BookFeed(), At = _now.Utc, Messages = 100, DataAge = TimeSpan.FromSeconds(30) });
        Assert.True(Assert.Single(Take()).Stale);
        Book(5.3m, 5.5m);
        Assert.Empty(Take());
        _tracker.OnBook(RiskRows.BookFeed(), RiskRows.Book(5.3m, 5.5m, _now.Utc, version: 2), _now);

        Assert.False(Assert.Single(Take()).Stale);
    }

    [Fact]
    public void A_first_book_after_a_report_of_a_standstill_is_the_one_that_stands_still()
    {
        Positions(RiskRows.Position());
        Funding(0);
        Notice(new StandstillNotice { Feed = RiskRows.BookFeed(), At = _now.Utc, Messages = 100, DataAge = TimeSpan.FromSeconds(30) });
        Book(5.3m, 5.5m);

        Assert.Equal((5.4m, true), Assert.Single(Take()) is var risk ? (risk.Price, risk.Stale) : default);
    }

    [Fact]
    public void The_end_of_a_recording_makes_nothing_stale()
    {
        Start();
        Notice(new DisconnectedNotice { Feed = RiskRows.BookFeed(), At = _now.Utc, IsEndOfRecording = true });

        Assert.Empty(Take());
    }

    [Fact]
    public void A_closed_position_is_written_at_once_with_its_last_values_and_its_market_is_left()
    {
        Start(new() { MinInterval = TimeSpan.FromHours(1), MinChangePercent = 50 });
        Positions(RiskRows.Position(change: RowChange.Closed));

        PositionRisk risk = Assert.Single(Take());

        Assert.Equal((RowChange.Closed, 5.4m, 4m), (risk.Change, risk.Price, risk.UnrealizedPnl));
        Assert.Empty(_tracker.Markets);
        Assert.Null(_tracker.UntilDue(_now));
        Book(9m, 9.2m);
        Assert.Empty(Take());
        Assert.Empty(_tracker.Positions(_now));
    }

    [Fact]
    public void A_market_is_needed_as_long_as_a_position_is_open_in_it()
    {
        Start();
        Positions(RiskRows.Position("2", PositionSide.Short), RiskRows.Position("3", marketId: 15));
        Assert.Equal([14, 15], _tracker.Markets.Select(m => m.MarketId).Order());
        Positions(RiskRows.Position(change: RowChange.Closed), RiskRows.Position("3", marketId: 15, change: RowChange.Closed));

        Assert.Equal(14, Assert.Single(_tracker.Markets).MarketId);
        Positions(RiskRows.Position("2", PositionSide.Short, change: RowChange.Closed));
        Assert.Empty(_tracker.Markets);
    }

    [Fact]
    public void A_position_that_is_turned_round_has_the_price_of_its_market_at_once()
    {
        Start();
        Positions(RiskRows.Position(change: RowChange.Closed), RiskRows.Position("2", PositionSide.Short));

        Assert.Equal([(RowChange.Closed, 5.4m), (RowChange.New, 5.4m)], Take().Select(r => (r.Change, r.Price!.Value)));
    }

    [Fact]
    public void A_position_that_changes_before_its_first_row_is_still_new()
    {
        Positions(RiskRows.Position());
        Positions(RiskRows.Position(size: 20.0m, change: RowChange.Updated));
        Funding(0);
        Book(5.3m, 5.5m);

        Assert.Equal((RowChange.New, 20m), Assert.Single(Take()) is var risk ? (risk.Change, risk.Size) : default);
    }

    [Fact]
    public void The_last_trade_is_the_newest_one_however_late_others_come()
    {
        _tracker = Tracker(new() { PriceSource = PriceSource.Last });
        Positions(RiskRows.Position());
        Funding(0);
        _tracker.OnTrades(RiskRows.TradeFeed(), [RiskRows.Trade(5.1m, 10), RiskRows.Trade(5.2m, 11)], _now);
        Assert.Equal((5.2m, PriceSource.Last), Assert.Single(Take()) is var risk ? (risk.Price, risk.PriceSource) : default);
        _tracker.OnTrades(RiskRows.TradeFeed(), [RiskRows.Trade(5.1m, 9)], _now);
        Assert.Empty(Take());

        // Markets without trades are no trouble.
        Wait(3600);
        Assert.Empty(Take());
        Assert.Null(_tracker.UntilDue(_now));
    }

    [Fact]
    public void A_market_without_trades_has_no_last_price()
    {
        _tracker = Tracker(new() { PriceSource = PriceSource.Last });
        Positions(RiskRows.Position());
        Funding(0);
        _tracker.OnTrades(RiskRows.TradeFeed(), [], _now);

        Assert.Equal((null, false), Assert.Single(Take()) is var risk ? (risk.Price, risk.Stale) : default);
    }

    [Fact]
    public void The_early_encoding_is_reported_once_an_account_and_its_rows_have_no_values()
    {
        Position early = RiskRows.Position(size: 1000, entry: 6050, margin: 3025000) with { TransactionVersion = null };
        Positions(early, early with { TradeId = "2" });
        Positions(early with { Change = RowChange.Updated, Size = 900 });
        Funding(0);
        Book(5.3m, 5.5m);

        Assert.Equal([RiskRows.Account], _early);
        Assert.All(Take(), risk => Assert.Equal((5.4m, null, null), (risk.Price, risk.Notional, risk.UnrealizedPnl)));
    }

    [Fact]
    public void A_book_or_a_trade_in_the_early_encoding_gives_no_price()
    {
        Positions(RiskRows.Position());
        Funding(0);
        _tracker.OnBook(RiskRows.BookFeed(), RiskRows.Book(5300, 5500, version: 0), _now);
        Assert.Null(Assert.Single(Take()).Price);
        Assert.True(EarlyEncoding.Has(RiskRows.Trade(5300, 1) with { Size = 3, TransactionVersion = null }));
        Assert.False(EarlyEncoding.Has(RiskRows.Trade(5300, 1)));
    }

    [Fact]
    public void A_funding_rate_is_not_known_while_its_feed_has_trouble()
    {
        Start();
        Notice(RiskRows.Loss(RiskRows.Funding));
        Assert.Equal((null, false), Assert.Single(Take()) is var risk ? (risk.FundingRate, risk.Stale) : default);
        _tracker.OnFundingRates(RiskRows.Funding, []);
        Assert.Equal(0.0001m, Assert.Single(Take()).FundingRate);
    }

    [Fact]
    public void A_row_that_waited_for_the_one_before_says_how_old_its_price_is_by_then()
    {
        Start();
        Positions(RiskRows.Position("2", PositionSide.Short));
        Assert.Single(Take());
        Book(5.4m, 5.6m);

        Assert.Equal(TimeSpan.Zero, _tracker.TakePosition(_now)?.PriceAge);
        Wait(7);
        Assert.Equal(TimeSpan.FromSeconds(7), _tracker.TakePosition(_now)?.PriceAge);
        Assert.Null(_tracker.TakePosition(_now));
    }

    [Fact]
    public void Markets_of_two_deployments_are_not_mixed_up()
    {
        Start();
        FeedKey other = new(KanaEndpoint.Testnet, RiskRows.BookFeed().Topic, "14");
        _tracker.OnBook(other, RiskRows.Book(9m, 10m), _now);

        Assert.Empty(Take());
    }

    private void Start(RiskOptions? options = null)
    {
        _tracker = Tracker(options ?? new());
        Positions(RiskRows.Position());
        Book(5.3m, 5.5m);
        Funding(0.0001m);
        Assert.Single(Take());
    }

    private RiskTracker Tracker(RiskOptions options) => new(options) { EarlyEncodingFound = _early.Add };

    private void Positions(params Position[] changes) => _tracker.OnPositions(RiskRows.Account, changes, _now);

    private void Book(decimal? bid, decimal? ask) => _tracker.OnBook(RiskRows.BookFeed(), RiskRows.Book(bid, ask, _now.Utc), _now);

    private void Funding(decimal rate) => _tracker.OnFundingRates(RiskRows.Funding, [Rows.FundingRate("APT-USD", 14, rate)]);

    private void Notice(StreamNotice notice) => _tracker.OnNotice(notice);

    private void Wait(int seconds) => _now = new(_now.Utc.AddSeconds(seconds), _now.Elapsed + TimeSpan.FromSeconds(seconds));

    private IReadOnlyList<PositionRisk> Take() => _tracker.TakePositions(_now);
}
