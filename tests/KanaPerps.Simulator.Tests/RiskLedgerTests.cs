using System.Text;
using KanaPerps.Recording;
using KanaPerps.Streaming;
using KanaPerps.Topics;
using KanaPerps.Valuation;

namespace KanaPerps.Simulator.Tests;

/// <summary>What a reader of the venue's messages computes, beside what the venue's own ledger has.</summary>
public sealed class RiskLedgerTests
{
    private readonly KanaEndpoint _endpoint = KanaEndpoint.From(new("ws://127.0.0.1:1/ws/"));
    private readonly List<FeedPlayer> _books = [];
    private long _exact;
    private long _rounded;
    private long _closed;

    [Theory]
    [InlineData(7)]
    [InlineData(99)]
    public void Profit_margin_and_liquidation_are_those_of_the_ledger_digit_by_digit(int seed)
    {
        SimulatorOptions options = Worlds.Manual with { Seed = seed };
        Venue venue = Worlds.VenueWithAccounts(options, 6);
        RiskTracker tracker = new(new());
        FeedPlayer[] positions = [.. Enumerable.Range(1, 6).Select(i => Player(KanaTopics.Positions.Name, Worlds.AddressOf(i)))];
        FeedPlayer funding = Player(KanaTopics.FundingRates.Name, null);
        for (int step = 0; step < 150; step++)
        {
            Moment now = new(SimulatorOptions.DefaultStart.AddSeconds(step), TimeSpan.FromSeconds(step));
            foreach (FeedPlayer player in positions)
            {
                tracker.OnPositions(player.Feed, [.. Play(venue, options, player, now).Cast<Position>()], now);
            }

            tracker.OnFundingRates(funding.Feed, [.. Play(venue, options, funding, now).Cast<FundingRate>()]);
            foreach (RiskMarket market in tracker.Markets)
            {
                FeedPlayer player = BookOf(market);
                tracker.OnBook(player.Feed, Play(venue, options, player, now).Cast<OrderBook>().Last(), now);
            }

            _closed += tracker.TakePositions(now).Count(r => r.Change == RowChange.Closed);
            AssertSame(venue, options, tracker.Positions(now), tracker.Accounts(now));
            venue.Step();
        }

        Assert.True(_exact > 200 && _rounded > 50 && _closed > 2, $"{_exact} exact, {_rounded} rounded, {_closed} closed");
    }

    private void AssertSame(Venue venue, SimulatorOptions options, IReadOnlyList<PositionRisk> rows, IReadOnlyList<AccountRisk> sums)
    {
        foreach (AccountRisk sum in sums)
        {
            TradingAccount account = venue.Ledger.Find(sum.Address!)!;
            ILookup<(string, PositionSide), PositionRisk> byPosition = rows.Where(r => r.Address == sum.Address).ToLookup(r => (MarketIds.Text(r.MarketId), r.Side));
            decimal gain = 0;
            decimal margin = 0;
            foreach (HeldPosition held in account.Positions.Open)
            {
                PositionRisk row = Assert.Single(byPosition[(held.Instrument.IdOn(options.Network), held.Side)]);
                AssertSame(held, venue.MarketOf[held.Instrument].MarkTicks, row);
                gain += row.UnrealizedPnl!.Value;
                margin += held.Margin;
            }

            Assert.Equal((account.Positions.Open.Count, account.Positions.Open.Count), (sum.Positions, sum.Valued));
            Assert.Equal(gain, sum.UnrealizedPnl);
            Assert.Equal(margin, sum.Margin!.Value, precision: 20);
        }
    }

    private void AssertSame(HeldPosition held, decimal markTicks, PositionRisk row)
    {
        Instrument instrument = held.Instrument;
        decimal mark = markTicks * instrument.Tick;
        Assert.Equal((mark, held.Lots * instrument.Lot, held.Margin), (row.Price, row.Size, row.Margin));
        Assert.Equal(mark * held.Lots * instrument.Lot, row.Notional);

        // The venue writes an average entry with eight decimals: what that takes away is the only difference, and it is exact too.
        decimal lost = held.Cost - (row.Size * row.EntryPrice);
        Assert.Equal(held.Unrealised(markTicks) + (held.Side == PositionSide.Long ? lost : -lost), row.UnrealizedPnl);
        Assert.InRange(Math.Abs(lost), 0, row.Size * 0.000000005m);
        _exact += lost == 0 ? 1 : 0;
        _rounded += lost == 0 ? 0 : 1;

        Assert.Equal(Math.Round(held.LiquidationTicks * instrument.Tick, 8), row.LiquidationPrice);
        decimal distance = (held.Side == PositionSide.Long ? mark - row.LiquidationPrice : row.LiquidationPrice - mark) / mark * 100;
        Assert.Equal(row.LiquidationPrice == 0, row.LiquidationDistancePercent is null);
        Assert.Equal(row.LiquidationPrice == 0 ? 0 : distance, row.LiquidationDistancePercent ?? 0, precision: 20);
        Assert.Equal(row.UnrealizedPnl!.Value / held.Margin * 100, row.UnrealizedPnlPercent!.Value, precision: 20);
    }

    private static IReadOnlyList<object> Play(Venue venue, SimulatorOptions options, FeedPlayer player, Moment now)
    {
        string? address = player.Feed.Topic == KanaTopics.Positions.Name ? player.Feed.Key : null;
        string message = Worlds.Message(venue, options, player.Feed.Topic, address, address is null ? player.Feed.Key : null);
        return player.Play(Encoding.UTF8.GetBytes(message), now.Utc);
    }

    private FeedPlayer BookOf(RiskMarket market)
    {
        FeedKey key = new(_endpoint, KanaTopics.OrderBook.Name, MarketIds.Text(market.MarketId));
        if (_books.Find(b => b.Feed == key) is not { } player)
        {
            _books.Add(player = FeedPlayer.Of(key, new()));
        }

        return player;
    }

    private FeedPlayer Player(string topic, string? key) => FeedPlayer.Of(new(_endpoint, topic, key), new());
}
