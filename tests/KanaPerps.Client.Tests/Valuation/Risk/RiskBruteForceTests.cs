using KanaPerps.Valuation;

namespace KanaPerps.Client.Tests.Valuation.Risk;

/// <summary>Every figure of random positions and books, computed once more in fractions of whole numbers.</summary>
public sealed class RiskBruteForceTests
{
    // The long form: KANA_RANDOM_POSITIONS=1000000.
    private static readonly int s_positions = int.Parse(Environment.GetEnvironmentVariable("KANA_RANDOM_POSITIONS") ?? "20000", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void Every_figure_of_random_positions_equals_the_one_computed_in_fractions()
    {
        RandomNumbers random = new(14);
        List<PositionRisk> account = [];
        for (int i = 0; i < s_positions; i++)
        {
            (Position position, OrderBook book, decimal? last) = Make(random, i);
            PriceSource source = (PriceSource)random.Next(3);
            decimal? price = RiskMeter.Choose(source, position.Side, book.BestBid, book.BestAsk, last);
            AssertPrice(source, position.Side, book, last, price);
            PositionRisk risk = RiskMeter.Measure(position, source, new(price, book.ReceivedAt, default, IsInexact: false));
            AssertSame(position, price, risk);
            account.Add(risk);
            if (random.Next(8) == 0)
            {
                AssertSame(account, RiskSums.Of(new() { Address = Decode.CurrentAddress }, account));
                account.Clear();
            }
        }
    }

    private static (Position Position, OrderBook Book, decimal? Last) Make(RandomNumbers random, int number)
    {
        bool isOdd = random.Next(10) == 0;
        decimal Next() => isOdd ? random.Any() : random.Next(0, 1_000_000) / 1000m;
        Position position = RiskRows.Position(
            MarketIds.Text(number),
            (PositionSide)random.Next(2),
            Math.Abs(Next()),
            Next(),
            Next(),
            Next());
        decimal? bid = random.Next(12) == 0 ? null : Next();
        decimal? ask = random.Next(12) == 0 ? null : random.Next(8) == 0 ? bid : Next();
        return (position, RiskRows.Book(bid, ask), random.Next(12) == 0 ? null : Next());
    }

    private static void AssertPrice(PriceSource source, PositionSide side, OrderBook book, decimal? last, decimal? price)
    {
        decimal? expected = source == PriceSource.Last ? last
            : source == PriceSource.Best ? (side == PositionSide.Long ? book.BestBid : book.BestAsk)
            : book is { BestBid: { } bid, BestAsk: { } ask } ? (((Fraction)bid + ask) / 2m).Rounded()
            : null;
        Assert.Equal(expected, price);
    }

    private static void AssertSame(Position position, decimal? price, PositionRisk risk)
    {
        if (price is not > 0)
        {
            Assert.Equal((null, null, null, null, null), (risk.Notional, risk.UnrealizedPnl, risk.UnrealizedPnlPercent, risk.LiquidationDistancePercent, risk.EffectiveLeverage));
            return;
        }

        Fraction way = position.Side == PositionSide.Long ? 1m : -1m;
        Fraction notional = (Fraction)position.Size * price.Value;
        Fraction gain = way * position.Size * ((Fraction)price.Value - position.EntryPrice);
        Fraction left = gain + position.Margin;
        Assert.Equal((notional.Rounded(), gain.Rounded()), (risk.Notional, risk.UnrealizedPnl));
        Assert.Equal(
            Inexact((nameof(risk.Notional), notional), (nameof(risk.UnrealizedPnl), gain)),
            risk.InexactFields);
        Assert.Equal(position.Margin > 0 ? (gain * 100m / position.Margin).Rounded() : null, risk.UnrealizedPnlPercent);
        Assert.Equal(position.LiquidationPrice > 0 ? (way * 100m * ((Fraction)price.Value - position.LiquidationPrice) / price.Value).Rounded() : null, risk.LiquidationDistancePercent);
        Assert.Equal(left.Sign > 0 ? (notional / left).Rounded() : null, risk.EffectiveLeverage);
    }

    private static void AssertSame(List<PositionRisk> positions, AccountRisk account)
    {
        Fraction? longs = Sum(positions.Where(p => p.Side == PositionSide.Long).Select(p => p.Notional));
        Fraction? shorts = Sum(positions.Where(p => p.Side == PositionSide.Short).Select(p => p.Notional));
        Assert.Equal((positions.Count, positions.Count(p => p.Notional is not null && p.UnrealizedPnl is not null)), (account.Positions, account.Valued));
        Fraction? margin = Sum(positions.Select(p => (decimal?)p.Margin));
        Fraction? gain = Sum(positions.Select(p => p.UnrealizedPnl));
        Assert.Equal((longs?.Rounded(), shorts?.Rounded()), (account.LongNotional, account.ShortNotional));
        Assert.Equal(((longs - shorts)?.Rounded(), (longs + shorts)?.Rounded()), (account.NetNotional, account.GrossNotional));
        Assert.Equal((margin?.Rounded(), gain?.Rounded()), (account.Margin, account.UnrealizedPnl));
        Assert.Equal(
            Inexact(
                (nameof(account.LongNotional), longs),
                (nameof(account.ShortNotional), shorts),
                (nameof(account.NetNotional), longs - shorts),
                (nameof(account.GrossNotional), longs + shorts),
                (nameof(account.Margin), margin),
                (nameof(account.UnrealizedPnl), gain)),
            account.InexactFields);
        Assert.Equal(positions.Min(p => p.LiquidationDistancePercent), account.NearestLiquidationPercent);
    }

    private static IEnumerable<string> Inexact(params (string Name, Fraction? Exact)[] numbers) =>
        numbers.Where(n => n.Exact is { } exact && exact.Rounded() is not null && exact.Exact() is null).Select(n => n.Name);

    private static Fraction? Sum(IEnumerable<decimal?> values) =>
        values.Aggregate((Fraction?)(Fraction)0m, (sum, value) => value is { } known ? sum + known : null);
}
