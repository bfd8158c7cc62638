using System.Globalization;

namespace KanaPerps.Benchmarks;

/// <summary>
/// Order books of 20 levels in the venue's documented form. The mid price walks up and back, levels come, go and change size, and each
/// says when it last changed, so that the last book of a pass leads to the first of the next one.
/// </summary>
internal static class BookTraffic
{
    /// <summary>How many levels a book has, both sides together.</summary>
    public const int Levels = 20;

    private const int Books = 1024;
    private const int BooksPerSecond = 64;
    private const int BooksPerTick = 16;
    private const int ChangesPerBook = 3;
    private const long FirstSecond = 1_760_000_000;
    private const int MidTicks = 5_500;

    /// <summary>Makes the frames.</summary>
    public static FrameCycle Build()
    {
        // Each pass makes the same changes: after the first one the book goes round in a circle, and only times differ.
        Dictionary<int, Level> levels = [];
        Walk(levels, new Random(7), firstBook: -Books, onBook: null);
        FrameCycleBuilder builder = new();
        Walk(levels, new Random(7), firstBook: 0, onBook: mid => Write(builder, levels, mid));
        return builder.Build();
    }

    private static void Walk(Dictionary<int, Level> levels, Random random, int firstBook, Action<int>? onBook)
    {
        for (int i = 0; i < Books; i++)
        {
            int swing = i / BooksPerTick;
            int mid = MidTicks + Math.Min(swing, (Books / BooksPerTick) - swing);
            long second = FirstSecond + ((firstBook + i) / BooksPerSecond);
            for (int change = 0; change < ChangesPerBook; change++)
            {
                int price = PriceAt(mid, random.Next(Levels));
                levels[price] = new(price > mid, RandomSize(random), second);
            }

            for (int place = 0; place < Levels; place++)
            {
                int price = PriceAt(mid, place);
                int size = RandomSize(random);
                if (!levels.TryGetValue(price, out Level known) || known.IsAsk != price > mid)
                {
                    levels[price] = new(price > mid, size, second);
                }
            }

            foreach (int gone in levels.Keys.Where(p => Math.Abs(p - mid) > Levels / 2).ToArray())
            {
                levels.Remove(gone);
            }

            onBook?.Invoke(mid);
        }
    }

    // Asks first, best first, then bids, best first: the order of the venue's own sample.
    private static int PriceAt(int mid, int place) => place < Levels / 2 ? mid + 1 + place : mid - 1 - (place - (Levels / 2));

    // Uneven, so that sizes have their three digits behind the point.
    private static int RandomSize(Random random) => (random.Next(5_000, 250_000) * 2) + 1;

    private static void Write(FrameCycleBuilder builder, Dictionary<int, Level> levels, int mid)
    {
        builder.Text("{\"data\":[");
        for (int place = 0; place < Levels; place++)
        {
            int price = PriceAt(mid, place);
            Level level = levels[price];
            builder.Text(place == 0 ? "{\"is_ask\":" : ",{\"is_ask\":").Text(level.IsAsk ? "true" : "false")
                .Text(",\"last_updated\":\"").Growing(level.Second, Books / BooksPerSecond)
                .Text("\",\"market_id\":\"14\",\"price\":\"").Text(Thousandths(price)).Text("\",\"size\":\"").Text(Thousandths(level.Size)).Text("\"}");
        }

        builder.Text("],\"message\":\"orderbook\"}").EndFrame();
    }

    private static string Thousandths(int value) => (value / 1000m).ToString("0.000", CultureInfo.InvariantCulture);

    private readonly record struct Level(bool IsAsk, int Size, long Second);
}
