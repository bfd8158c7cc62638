using KanaPerps.Valuation;

namespace KanaPerps.Client.Tests.Valuation;

/// <summary>The bars of random trades, with late rows, twins, halves and gaps, put together once more from all rows at the end.</summary>
public sealed class BarBruteForceTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_bar_of_random_trades_equals_the_one_put_together_from_all_rows(bool includesEmpty)
    {
        for (int seed = 0; seed < 150; seed++)
        {
            Trade[] rows = Rows(new Random(seed));
            List<TradeBar> written = [];
            TradeBars bars = new(new(s_interval) { IncludesEmpty = includesEmpty, IncludesCurrent = true }, written.Add);
            Assert.All(rows, row => Assert.True(bars.TryAdd(row, out _)));
            bars.Finish();

            foreach (IGrouping<long, Trade> market in rows.GroupBy(r => r.MarketId))
            {
                Assert.Equal(Naive([.. market], includesEmpty), written.Where(b => b.MarketId == market.Key));
            }
        }
    }

    private static Trade[] Rows(Random random)
    {
        List<Trade> rows = [];
        double second = random.Next(600);
        for (int i = 0; i < 120; i++)
        {
            second += random.Next(40) == 0 ? random.Next(400) : random.Next(12);
            Trade row = new()
            {
                MarketId = 14 + random.Next(2),
                Network = "Mainnet",
                ReceivedAt = s_noon.AddSeconds(second + 5),
                Timestamp = s_noon.AddSeconds(second - (random.Next(9) == 0 ? random.Next(90) : 0)),
                TransactionVersion = random.Next(8) == 0 ? null : (ulong)(1000 + i - (random.Next(6) == 0 ? 3 : 0)),
                Price = random.Next(1, 9),
                Size = random.Next(1, 4) / 8m,
            };
            bool isAfterGap = random.Next(15) == 0;
            for (int twin = random.Next(6) == 0 ? 3 : 1; twin > 0; twin--)
            {
                bool isBuyTaker = random.Next(2) == 0;
                Trade[] sides = [row with { OrderType = OrderType.OpenLong, Fee = isBuyTaker ? 1 : 0 }, row with { OrderType = random.Next(12) == 0 ? (OrderType)9 : OrderType.OpenShort, Fee = isBuyTaker ? 0 : 1 }];
                random.Shuffle(sides);
                rows.AddRange(sides.Take(random.Next(10) == 0 ? 1 : 2).Select(r => isAfterGap ? (Trade)r.AfterGap() : r));
            }
        }

        return [.. rows];
    }

    private static List<TradeBar> Naive(Trade[] rows, bool includesEmpty)
    {
        // What was late, by the highest begin of an interval until then.
        List<(DateTimeOffset Open, Trade Row)> seen = [];
        foreach (Trade row in rows)
        {
            DateTimeOffset start = Start(row);
            seen.Add((seen.Count > 0 && seen[^1].Open > start ? seen[^1].Open : start, row));
        }

        HashSet<DateTimeOffset> gaps = [];
        for (int i = 0; i < seen.Count; i++)
        {
            for (DateTimeOffset at = seen[Math.Max(0, i - 1)].Open; seen[i].Row.FollowsGap && at <= seen[i].Open; at += s_interval)
            {
                gaps.Add(at);
            }
        }

        List<TradeBar> bars = [];
        for (DateTimeOffset start = seen[0].Open; start <= seen[^1].Open; start += s_interval)
        {
            Trade[] own = [.. seen.Where(s => s.Open == start && Start(s.Row) == start).Select(s => s.Row)];
            if (own.Length > 0 || includesEmpty)
            {
                int late = seen.Count(s => s.Open == start && Start(s.Row) < start);
                bars.Add(Bar(start, own) with
                {
                    MarketId = rows[0].MarketId,
                    LateRows = late,
                    Anomalies = (start == seen[0].Open ? TradeBarAnomalies.First : 0) | (start == seen[^1].Open ? TradeBarAnomalies.Current : 0)
                        | (late > 0 ? TradeBarAnomalies.Late : 0) | (gaps.Contains(start) ? TradeBarAnomalies.Gap : 0),
                });
            }
        }

        return bars;
    }

    private static TradeBar Bar(DateTimeOffset start, Trade[] rows)
    {
        Trade[] inOrder = [.. rows.OrderBy(r => r.Timestamp).ThenBy(r => r.TransactionVersion ?? 0)];
        (decimal Price, decimal Size, int Count, int Buys, int Sells)[] matches = rows.GroupBy(r => (r.TransactionVersion, r.Timestamp, r.Price, r.Size)).Select(g =>
        {
            int buys = g.Count(r => r.Side == TradeSide.Buy);
            int sells = g.Count(r => r.Side == TradeSide.Sell);
            int count = Math.Max(Math.Max(buys, sells), (int)Math.Ceiling(g.Count() / 2.0));
            int takerBuys = g.Count(r => r.Side == TradeSide.Buy && r.Fee > g.Min(o => o.Fee));
            int takerSells = g.Count(r => r.Side == TradeSide.Sell && r.Fee > g.Min(o => o.Fee));
            bool isKnown = takerBuys + takerSells <= count;
            return (g.Key.Price, g.Key.Size, Count: count, Buys: isKnown ? takerBuys : 0, Sells: isKnown ? takerSells : 0);
        }).ToArray();
        decimal volume = matches.Sum(m => m.Count * m.Size);
        return new()
        {
            MarketId = 0,
            Network = "Mainnet",
            Start = start,
            End = start + s_interval,
            Open = inOrder.FirstOrDefault()?.Price,
            Close = inOrder.LastOrDefault()?.Price,
            High = rows.Length > 0 ? rows.Max(r => r.Price) : null,
            Low = rows.Length > 0 ? rows.Min(r => r.Price) : null,
            Volume = volume,
            Value = matches.Sum(m => m.Count * m.Size * m.Price),
            Trades = matches.Sum(m => m.Count),
            Vwap = volume == 0 ? null : matches.Sum(m => m.Count * m.Size * m.Price) / volume,
            BuyVolume = matches.Sum(m => m.Buys * m.Size),
            SellVolume = matches.Sum(m => m.Sells * m.Size),
            ReceivedAt = rows.Length > 0 ? rows.Max(r => r.ReceivedAt) : null,
        };
    }

    private static DateTimeOffset Start(Trade row) => new(row.Timestamp!.Value.Ticks / s_interval.Ticks * s_interval.Ticks, TimeSpan.Zero);
}
