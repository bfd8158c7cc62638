using KanaPerps.Valuation;

namespace KanaPerps.Client.Tests.Valuation;

public sealed class PriceSeriesTests
{
    [Fact]
    public void An_interval_has_its_last_price()
    {
        PriceSeries series = Of(1, 2, 3, 4, 5);

        Assert.Equal([1m, 2m, 3m, 4m, 5m], series.Read(5, 1));
        Assert.Equal([null, 2m, 4m, 5m], series.Read(4, 2));
    }

    [Fact]
    public void Intervals_begin_at_multiples_of_their_length_so_that_a_column_keeps_its_seconds()
    {
        Assert.Equal([2m, 4m], Of(1, 2, 3, 4).Read(2, 2));
        Assert.Equal([4m, 5m], Of(1, 2, 3, 4, 5).Read(2, 2));
        Assert.Equal([4m, 6m], Of(1, 2, 3, 4, 5, 6).Read(2, 2));
    }

    [Fact]
    public void The_last_price_of_a_second_stays_although_it_ceases_to_hold_in_it()
    {
        PriceSeries series = Of(1);
        series.Set(0, 2);
        series.Set(0, null);

        Assert.Equal([2m], series.Read(1, 1));
    }

    [Fact]
    public void Seconds_without_a_price_are_a_gap_also_where_they_were_skipped()
    {
        PriceSeries series = Of(1, null);
        series.Set(4, 5);

        Assert.Equal([1m, null, null, null, 5m], series.Read(5, 1));
    }

    [Fact]
    public void Nothing_known_is_a_gap() => Assert.Equal([null, null], new PriceSeries().Read(2, 60));

    [Fact]
    public void Prices_beyond_the_capacity_are_forgotten_however_much_was_skipped()
    {
        PriceSeries series = new(capacity: 4);
        foreach (long second in (long[])[0, 1, 2, 3, 4, 100, 101])
        {
            series.Set(second, second);
        }

        Assert.Equal([null, null, 100m, 101m], series.Read(4, 1));
        Assert.Equal([null, null, 101m], series.Read(3, 60));
    }

    [Fact]
    public void What_is_read_is_what_a_look_at_each_second_finds()
    {
        Random random = new(14);
        for (int run = 0; run < 200; run++)
        {
            int capacity = random.Next(1, 40);
            PriceSeries series = new(capacity);
            Dictionary<long, decimal> all = [];
            long second = 0;
            for (int i = 0; i < 60; i++)
            {
                decimal? price = random.Next(4) == 0 ? null : random.Next(100);
                series.Set(second, price);
                all[second] = price ?? all.GetValueOrDefault(second, -1);
                int columns = random.Next(1, 20);
                int interval = random.Next(1, 7);
                decimal?[] expected = [.. Enumerable.Range(0, columns).Select(c => LastIn(all, second, capacity, (second / interval) - columns + 1 + c, interval))];
                Assert.Equal(expected, series.Read(columns, interval));
                second += random.Next(3) == 0 ? random.Next(capacity * 2) : random.Next(2);
            }
        }
    }

    [Theory]
    [InlineData(20, 1, 1)]
    [InlineData(20, 20, 1)]
    [InlineData(20, 21, 2)]
    [InlineData(20, 41, 5)]
    [InlineData(20, 300, 15)]
    [InlineData(20, 100_000, 15)]
    [InlineData(60, 100_000, 5)]
    [InlineData(3, 100_000, 60)]
    public void An_interval_is_as_short_as_shows_everything_up_to_five_minutes(int columns, long seconds, int interval) =>
        Assert.Equal(interval, PriceSeries.IntervalOf(columns, seconds, 300));

    private static PriceSeries Of(params decimal?[] prices)
    {
        PriceSeries series = new();
        for (int i = 0; i < prices.Length; i++)
        {
            series.Set(i, prices[i]);
        }

        return series;
    }

    private static decimal? LastIn(Dictionary<long, decimal> all, long newest, int capacity, long index, int interval)
    {
        decimal? last = null;
        for (long second = index * interval; second < (index + 1) * interval; second++)
        {
            last = second > newest - capacity && all.GetValueOrDefault(second, -1) is >= 0 and decimal price ? price : last;
        }

        return last;
    }
}
