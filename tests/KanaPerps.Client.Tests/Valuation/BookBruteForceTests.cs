using System.Globalization;
using KanaPerps.Valuation;

namespace KanaPerps.Client.Tests.Valuation;

/// <summary>Every figure of random books, computed once more in fractions of whole numbers.</summary>
public sealed class BookBruteForceTests
{
    // The long form: KANA_RANDOM_BOOKS=1000000.
    private static readonly int s_books = int.Parse(Environment.GetEnvironmentVariable("KANA_RANDOM_BOOKS") ?? "20000", CultureInfo.InvariantCulture);

    [Fact]
    public void Every_figure_of_random_books_equals_the_one_computed_in_fractions() =>
        Parallel.For(0, 2, part =>
        {
            RandomNumbers random = new(part + 10);
            for (int i = 0; i < s_books / 2; i++)
            {
                OrderBook book = Book(random);
                OrderBookQuery query = Query(random);

                AssertSame(book, query, OrderBookMeter.Measure(book, query));
            }
        });

    private static OrderBook Book(RandomNumbers random)
    {
        decimal mid = random.Next(30) == 0 ? random.Positive() / 4 : random.Next(1, 200_000) / 10m;
        bool isOdd = random.Next(10) == 0;
        BookLevel[] bids = [.. Side(random, mid, isOdd).OrderDescending()];
        BookLevel[] asks = [.. Side(random, mid + (random.Next(10) == 0 ? 0 : mid / 8), isOdd).Order()];
        return new OrderBook(14, [.. bids, .. asks], bids.Length, BookAnomalies.None, "Mainnet", Decode.ReceivedAt, []);
    }

    private static IEnumerable<BookLevel> Side(RandomNumbers random, decimal mid, bool isOdd)
    {
        int levels = random.Next(12) == 0 ? 0 : random.Next(1, 9);
        for (int i = 0; i < levels; i++)
        {
            decimal price = isOdd && random.Next(3) == 0 ? random.Positive() : mid + (random.Next(1000) * 0.001m);
            yield return new BookLevel(price, isOdd ? random.Positive() : random.Next(1, 1_000_000) / 1000m);
        }
    }

    private static OrderBookQuery Query(RandomNumbers random)
    {
        bool isOdd = random.Next(10) == 0;
        decimal size = isOdd ? random.Positive() : random.Next(1, 2_000_000) / 1000m;
        decimal value = isOdd ? random.Positive() : random.Next(1, 2_000_000_000) / 100m;
        decimal[] bps = random.Next(4) == 0 ? [] : [random.Next(1, 50), random.Next(1, 1000) / 8m, random.Next(1, 12_000)];
        return random.Next(5) switch
        {
            0 => new() { Bps = bps },
            1 => new() { Bps = bps, Side = TradeSide.Buy, Size = size },
            2 => new() { Bps = bps, Side = TradeSide.Sell, Size = size },
            3 => new() { Bps = bps, Side = TradeSide.Buy, Value = value },
            _ => new() { Bps = bps, Side = TradeSide.Sell, Value = value },
        };
    }

    private static void AssertSame(OrderBook book, OrderBookQuery query, OrderBookMeasure measure)
    {
        BookLevels bids = book.Bids;
        BookLevels asks = book.Asks;
        bool hasBoth = bids.Count > 0 && asks.Count > 0;
        Fraction? mid = hasBoth ? ((Fraction)bids[0].Price + asks[0].Price) / 2m : null;
        Assert.Equal(mid?.Rounded(), measure.Mid);
        Assert.Equal(hasBoth ? ((((Fraction)bids[0].Price * asks[0].Size) + ((Fraction)asks[0].Price * bids[0].Size)) / ((Fraction)bids[0].Size + asks[0].Size)).Rounded() : null, measure.MicroPrice);
        Assert.Equal(hasBoth ? Imbalance(bids[0].Size, asks[0].Size) : null, measure.TopImbalance);
        Assert.Equal(hasBoth ? Imbalance(Sum(bids, l => l.Size), Sum(asks, l => l.Size)) : null, measure.DepthImbalance);
        if (query.Side is { } side)
        {
            AssertFill(side == TradeSide.Buy ? asks : bids, query, mid, measure);
        }

        Assert.Equal(hasBoth && mid!.Value.Sign > 0 ? query.Bps.ToArray() : [], measure.Depth.Select(d => d.Bps));
        foreach (BookDepth depth in measure.Depth)
        {
            Fraction distance = mid!.Value * depth.Bps / 10_000m;
            List<BookLevel> bidsWithin = [.. bids.Where(l => !(l.Price < mid.Value - distance))];
            List<BookLevel> asksWithin = [.. asks.Where(l => !(l.Price > mid.Value + distance))];
            Assert.Equal(Sum(bidsWithin, l => l.Size).Exact(), depth.BidSize);
            Assert.Equal(Sum(asksWithin, l => l.Size).Exact(), depth.AskSize);
            Assert.Equal(Sum(bidsWithin, l => (Fraction)l.Price * l.Size).Exact(), depth.BidValue);
            Assert.Equal(Sum(asksWithin, l => (Fraction)l.Price * l.Size).Exact(), depth.AskValue);
        }
    }

    private static void AssertFill(BookLevels levels, OrderBookQuery query, Fraction? mid, OrderBookMeasure measure)
    {
        Fraction size = 0m;
        Fraction value = 0m;
        Fraction left = query.Size ?? query.Value!.Value;
        BookLevel? last = null;
        int used = 0;
        bool isWithinLevel = false;
        foreach (BookLevel level in levels.TakeWhile(_ => left.Sign > 0))
        {
            Fraction wanted = query.Size is not null ? left : left / level.Price;
            isWithinLevel = wanted < level.Size;
            Fraction taken = isWithinLevel ? wanted : level.Size;
            size += taken;
            value += taken * level.Price;
            left -= query.Size is not null ? taken : taken * level.Price;
            last = level;
            used++;
        }

        Assert.Equal((used, last?.Price), (measure.LevelsUsed, measure.WorstPrice));
        Assert.Equal(query.Value is not null && isWithinLevel ? size.Rounded() : size.Exact(), measure.Filled);
        Assert.Equal(value.Exact(), measure.FilledValue);
        Assert.Equal(left.Exact(), measure.Unfilled);
        Assert.Equal((value / size).Rounded(), measure.AveragePrice);
        Fraction better = mid is { } middle ? (measure.Side == TradeSide.Buy ? (value / size) - middle : middle - (value / size)) / middle * 10_000m : default;
        Assert.Equal(mid is { Sign: > 0 } ? better.Rounded() : null, measure.SlippageBps);
    }

    private static decimal? Imbalance(Fraction bids, Fraction asks) => ((bids - asks) / (bids + asks)).Rounded();

    private static Fraction Sum(IEnumerable<BookLevel> levels, Func<BookLevel, Fraction> value) => levels.Aggregate((Fraction)0m, (sum, level) => sum + value(level));
}
