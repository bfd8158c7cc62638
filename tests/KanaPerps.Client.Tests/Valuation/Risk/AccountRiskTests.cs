using KanaPerps.Streaming;
using KanaPerps.Valuation;

namespace KanaPerps.Client.Tests.Valuation.Risk;

/// <summary>The rows of accounts that a tracker gives.</summary>
public sealed class AccountRiskTests
{
    private RiskTracker _tracker = new(new() { ByAccount = true });
    private Moment _now = new(Decode.ReceivedAt, TimeSpan.FromHours(1));

    [Fact]
    public void An_account_without_positions_has_a_row_so_that_a_script_can_wait_for_all_closed()
    {
        _tracker.AddAccount(RiskRows.Account, "0x1");
        Assert.Empty(Take());
        Positions();

        AccountRisk account = Assert.Single(Take());

        Assert.Equal((0, 0m, Decode.CurrentAddress, "0x1", "Mainnet"), (account.Positions, account.GrossNotional, account.Address, account.Wallet, account.Network));
        Positions();
        Assert.Empty(Take());
    }

    [Fact]
    public void An_account_is_written_once_all_its_positions_have_prices_and_then_when_one_moves()
    {
        Positions(RiskRows.Position(), RiskRows.Position("2", PositionSide.Short, marketId: 15));
        Funding();
        Book(5.4m);
        Assert.Empty(Take());
        Book(5.2m, 15);
        Assert.Equal((2, 2, 2m), Assert.Single(Take()) is var row ? (row.Positions, row.Valued, row.UnrealizedPnl) : default);
        Book(5.3m, 15);

        Assert.Equal(1m, Assert.Single(Take()).UnrealizedPnl);
        Assert.Empty(Take());
    }

    [Fact]
    public void A_position_that_closes_is_not_held_back()
    {
        Start(new() { ByAccount = true, MinInterval = TimeSpan.FromHours(1), MinChangePercent = 50 });
        Positions(RiskRows.Position(change: RowChange.Closed));

        Assert.Equal((0, 0m), Assert.Single(Take()) is var row ? (row.Positions, row.UnrealizedPnl) : default);
    }

    [Fact]
    public void A_position_that_opens_waits_for_its_price_and_no_longer_than_its_patience()
    {
        Start();
        Positions(RiskRows.Position("2", marketId: 15));
        Assert.Empty(Take());
        Assert.Equal(TimeSpan.FromSeconds(5), _tracker.UntilDue(_now));
        Wait(5);

        Assert.Equal((2, 1, null), Assert.Single(Take()) is var row ? (row.Positions, row.Valued, row.UnrealizedPnl) : default);
    }

    [Fact]
    public void An_account_is_stale_with_any_of_its_prices_and_with_its_list()
    {
        Start(new() { ByAccount = true, MinInterval = TimeSpan.FromHours(1) });
        Wait(30);
        Assert.Equal((true, TimeSpan.FromSeconds(30)), Assert.Single(Take()) is var row ? (row.Stale, row.PriceAge) : default);
        Book(5.4m);
        Assert.False(Assert.Single(Take()).Stale);
        _tracker.OnNotice(new DisconnectedNotice { Feed = RiskRows.Account, At = _now.Utc });
        Assert.True(Assert.Single(Take()).Stale);
    }

    [Fact]
    public void Intervals_and_least_changes_apply_to_the_rows_of_an_account()
    {
        Start(new() { ByAccount = true, MinInterval = TimeSpan.FromSeconds(10), MinChangePercent = 1 });
        Book(5.44m);
        Wait(20);
        Assert.Empty(Take());
        Book(5.454m);
        Assert.Single(Take());
        Book(6m);
        Assert.Empty(Take());
        Assert.Equal(TimeSpan.FromSeconds(10), _tracker.UntilDue(_now));
        Wait(10);
        Assert.Single(Take());
    }

    private void Start(RiskOptions? options = null)
    {
        _tracker = new(options ?? new() { ByAccount = true });
        Positions(RiskRows.Position());
        Funding();
        Book(5.4m);
        Assert.Single(Take());
    }

    private void Positions(params Position[] changes) => _tracker.OnPositions(RiskRows.Account, changes, _now);

    private void Book(decimal mid, long marketId = 14) =>
        _tracker.OnBook(RiskRows.BookFeed(marketId), RiskRows.Book(mid - 0.1m, mid + 0.1m, _now.Utc, marketId), _now);

    private void Funding() => _tracker.OnFundingRates(RiskRows.Funding, [Rows.FundingRate("APT-USD", 14)]);

    private void Wait(int seconds) => _now = new(_now.Utc.AddSeconds(seconds), _now.Elapsed + TimeSpan.FromSeconds(seconds));

    private List<AccountRisk> Take()
    {
        List<AccountRisk> rows = [];
        while (_tracker.TakeAccount(_now) is { } row)
        {
            rows.Add(row);
        }

        return rows;
    }
}
