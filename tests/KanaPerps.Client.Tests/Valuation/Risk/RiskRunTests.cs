using KanaPerps.Streaming;
using KanaPerps.Valuation;

namespace KanaPerps.Client.Tests.Valuation.Risk;

/// <summary>Random runs of positions, books, losses and time, compared at each step with what an own account of them says that rows must show.</summary>
public sealed class RiskRunTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_staleAfter = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void The_last_row_of_each_position_shows_how_things_stand_or_is_held_back_by_its_interval(int minIntervalSec)
    {
        for (int seed = 0; seed < 250; seed++)
        {
            new Run(seed, TimeSpan.FromSeconds(minIntervalSec)).Go(steps: 120);
        }
    }

    private sealed class Run(int seed, TimeSpan minInterval)
    {
        private readonly Random _random = new(seed);
        private readonly RiskTracker _tracker = new(new() { MinInterval = minInterval });
        private readonly Dictionary<string, (Position Position, TimeSpan Since)> _open = [];
        private readonly Dictionary<string, (PositionRisk Row, TimeSpan At)> _written = [];
        private readonly Dictionary<long, Quote> _quotes = [];
        private Moment _now = new(Decode.ReceivedAt, TimeSpan.FromHours(1));
        private bool _isAccountCut;
        private bool _isFundingCut;
        private decimal? _funding;
        private int _nextId;

        public void Go(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                Step();
                Take();
                Check();
            }
        }

        private void Step()
        {
            long market = 14 + _random.Next(2);
            switch (_random.Next(10))
            {
                case 0:
                    Open(market);
                    break;
                case 1 when _open.Count > 0:
                    Change(closes: _random.Next(2) == 0);
                    break;
                case 2:
                    Positions();
                    break;
                case 3:
                    _tracker.OnNotice(RiskRows.Loss(RiskRows.BookFeed(market)));
                    _ = _quotes.TryGetValue(market, out Quote? cut) && (cut.IsCut = true);
                    break;
                case 4:
                    _tracker.OnNotice(RiskRows.Loss(RiskRows.Account));
                    _isAccountCut = true;
                    break;
                case 5:
                    _tracker.OnNotice(RiskRows.Loss(RiskRows.Funding));
                    _isFundingCut = true;
                    break;
                case 6:
                    _funding = _random.Next(3);
                    _isFundingCut = false;
                    _tracker.OnFundingRates(RiskRows.Funding, [Rows.FundingRate("APT-USD", 14, _funding.Value), Rows.FundingRate("BTC-USD", 15, _funding.Value)]);
                    break;
                case 7:
                    TimeSpan time = TimeSpan.FromSeconds(_random.Next(1, 15));
                    _now = new(_now.Utc + time, _now.Elapsed + time);
                    break;
                default:
                    Book(market);
                    break;
            }
        }

        private void Open(long market)
        {
            string id = MarketIds.Text(_nextId++);
            Position position = RiskRows.Position(id, (PositionSide)_random.Next(2), size: _random.Next(1, 4) + 0.5m, marketId: market);
            _open[id] = (position, _now.Elapsed);
            _quotes.TryAdd(market, new Quote());
            Positions(position);
        }

        private void Change(bool closes)
        {
            (string id, (Position position, TimeSpan since)) = _open.ElementAt(_random.Next(_open.Count));
            if (closes)
            {
                _open.Remove(id);
                Positions(position with { Change = RowChange.Closed });
                if (!_open.Values.Any(p => p.Position.MarketId == position.MarketId))
                {
                    _quotes.Remove(position.MarketId);
                }

                return;
            }

            position = position with { Size = position.Size + 1, Change = RowChange.Updated };
            _open[id] = (position, since);
            Positions(position);
        }

        private void Positions(params Position[] changes)
        {
            _isAccountCut = false;
            _tracker.OnPositions(RiskRows.Account, changes, _now);
        }

        private void Book(long market)
        {
            decimal? bid = _random.Next(6) == 0 ? null : 5 + (_random.Next(4) * 0.1m);
            _tracker.OnBook(RiskRows.BookFeed(market), RiskRows.Book(bid, 6.5m, _now.Utc, market), _now);
            if (_quotes.TryGetValue(market, out Quote? quote))
            {
                (quote.Mid, quote.At, quote.IsCut) = (bid is null ? null : (bid + 6.5m) / 2, _now.Elapsed, false);
            }
        }

        private void Take()
        {
            while (_tracker.TakePosition(_now) is { } row)
            {
                bool isFirst = !_written.TryGetValue(row.TradeId!, out (PositionRisk Row, TimeSpan At) before);
                if (row.Change == RowChange.Closed)
                {
                    Assert.False(_open.ContainsKey(row.TradeId!));
                    _written.Remove(row.TradeId!);
                    continue;
                }

                Assert.Equal(isFirst ? RowChange.New : RowChange.Updated, row.Change);
                Assert.True(isFirst || row.Stale != before.Row.Stale || _now.Elapsed - before.At >= minInterval, "a row came before its time");
                Assert.True(isFirst || Shown(row) != Shown(before.Row), "a row says nothing new");
                _written[row.TradeId!] = (row, _now.Elapsed);
            }

            Assert.All(_written.Keys, id => Assert.True(_open.ContainsKey(id), "a closed position was not written"));
        }

        private void Check()
        {
            Assert.Equal(_quotes.Keys.Order(), _tracker.Markets.Select(m => m.MarketId).Order());
            bool isHeld = false;
            foreach ((string id, (Position position, TimeSpan since)) in _open)
            {
                Quote quote = _quotes[position.MarketId];
                bool isSettled = (quote.At is not null || quote.IsCut) && (_funding is not null || _isFundingCut);
                if (!_written.TryGetValue(id, out (PositionRisk Row, TimeSpan At) last))
                {
                    Assert.False(isSettled || _now.Elapsed - since >= s_patience, "a first row is missing");
                    isHeld = true;
                    continue;
                }

                bool isStale = _isAccountCut || quote.IsCut || (quote.At is { } at && _now.Elapsed - at >= s_staleAfter);
                Assert.Equal(isStale, last.Row.Stale);
                (decimal, decimal?, decimal?, bool) expected = (position.Size, quote.Mid, _isFundingCut ? null : _funding, isStale);
                if (Shown(last.Row) != expected)
                {
                    Assert.True(_now.Elapsed - last.At < minInterval, $"seed {seed}: {last.Row} is not what is expected: {expected}");
                    isHeld = true;
                }
            }

            Assert.True(!isHeld || _tracker.UntilDue(_now) > TimeSpan.Zero, "nothing comes back for what is held back");
        }

        private static (decimal, decimal?, decimal?, bool) Shown(PositionRisk row) => (row.Size, row.Price, row.FundingRate, row.Stale);
    }

    private sealed class Quote
    {
        public decimal? Mid { get; set; }

        public TimeSpan? At { get; set; }

        public bool IsCut { get; set; }
    }
}
