using KanaPerps.Recording.Picture;

namespace KanaPerps.Client.Tests.Recording.Picture;

/// <summary>What is kept of a number over time.</summary>
public sealed class TimeSeriesTests
{
    [Fact]
    public void Up_to_the_budget_each_value_is_kept()
    {
        (ValueSeries series, PictureBudget budget) = Make(100);

        Set(series, (1, 5.10m), (2, 5.2m), (2, 5.3m), (7, 5.10m));

        Assert.Equal([(1, "5.10"), (2, "5.2"), (2, "5.3"), (7, "5.10")], series.Buckets.Select(b => (b.FirstAt, FormattableString.Invariant($"{b.Last}"))));
        Assert.Equal(4, budget.Count);
    }

    [Fact]
    public void A_value_that_stays_the_same_takes_one_bucket_however_long()
    {
        (ValueSeries series, _) = Make(100);

        Set(series, [.. Enumerable.Range(0, 1_000).Select(i => ((long)i, 5m))]);
        Set(series, (1_000, 6));

        Assert.Equal([(0, 999, 1_000), (1_000, 1_000, 1)], series.Buckets.Select(b => (b.FirstAt, b.LastAt, b.Count)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(500)]
    public void Beyond_the_budget_spikes_and_the_last_value_survive_and_no_value_is_lost_from_the_count(int most)
    {
        (ValueSeries series, PictureBudget budget) = Make(most);
        const int Values = 20_000;

        // Two values in turn, of which none holds, and a spike each way.
        Set(series, [.. Enumerable.Range(0, Values).Select(i => (i * 1_000L, i switch { 4_321 => 9.99999999999999999999m, 8_765 => -3.5m, _ => (i % 2) + 1m }))]);

        Assert.InRange(budget.Count, 1, most);
        Assert.Equal(budget.Count, series.Buckets.Count);
        Assert.Equal(9.99999999999999999999m, series.Buckets.Max(b => b.Max));
        Assert.Equal(-3.5m, series.Buckets.Min(b => b.Min));
        Assert.Equal((2m, (Values - 1) * 1_000L), (series.Buckets[^1].Last, series.Buckets[^1].LastAt));
        Assert.Equal(Values, series.Buckets.Sum(b => b.Count));
        Assert.Contains(series.Buckets, b => b.FirstAt <= 4_321_000 && b.LastAt >= 4_321_000 && b.Max > 9);
    }

    [Fact]
    public void Buckets_are_not_joined_across_missing_data_while_there_is_another_way()
    {
        (ValueSeries series, _) = Make(64);
        Set(series, [.. Enumerable.Range(0, 500).Select(i => ((long)i, i % 7m))]);
        series.Break();
        Set(series, [.. Enumerable.Range(500, 500).Select(i => ((long)i, i % 7m))]);

        Assert.Equal([0, 500], series.Buckets.Where(b => b.BreaksBefore).Select(b => b.FirstAt));
        Assert.DoesNotContain(series.Buckets, b => b.HasHole);
        Assert.DoesNotContain(series.Buckets, b => b.FirstAt < 500 && b.LastAt >= 500);
    }

    [Fact]
    public void Where_nothing_but_breaks_is_left_a_bucket_says_that_data_is_missing_in_it()
    {
        (ValueSeries series, PictureBudget budget) = Make(50);
        foreach (int i in Enumerable.Range(0, 5_000))
        {
            series.Break();
            Set(series, (i, i));
        }

        Assert.InRange(budget.Count, 1, 50);
        Assert.All(series.Buckets.Where(b => b.Count > 1), b => Assert.True(b.HasHole));
        Assert.All(series.Buckets, b => Assert.True(b.BreaksBefore));
    }

    [Fact]
    public void The_longest_series_gives_way_and_a_short_one_keeps_its_values()
    {
        PictureBudget budget = new(1_000);
        ValueSeries quick = new(budget);
        ValueSeries slow = new(budget);
        for (int i = 0; i < 50_000; i++)
        {
            Set(quick, (i, i % 3));
            if (i % 1_000 == 0)
            {
                Set(slow, (i, i));
            }
        }

        Assert.InRange(budget.Count, 300, 1_000);
        Assert.Equal(50, slow.Buckets.Count);
    }

    [Fact]
    public void After_a_clock_went_back_the_buckets_are_still_in_order()
    {
        (ValueSeries series, _) = Make(100);

        Set(series, (10, 1), (20, 2), (30, 3));
        series.Break();
        Set(series, (15, 4), (25, 5), (35, 6));

        Assert.Equal([10, 15, 20, 25, 30, 35], series.Buckets.Select(b => b.FirstAt));
    }

    [Fact]
    public void Of_matches_the_sizes_and_values_are_added_and_the_prices_keep_their_range()
    {
        PictureBudget budget = new(3);
        TimeSeries<TradeBucket> trades = budget.Series<TradeBucket>();
        for (int i = 0; i < 1_000; i++)
        {
            trades.Add(TradeBucket.Of(i, new Trade { MarketId = 14, Price = i == 500 ? 7.25m : 5.5m, Size = 0.1m, OrderValue = 0.55m }));
        }

        Assert.InRange(budget.Count, 1, 3);
        Assert.Equal((1_000, 100m, 550m), (trades.Buckets.Sum(b => b.Count), trades.Buckets.Sum(b => b.Size), trades.Buckets.Sum(b => b.Value)));
        Assert.Equal((5.5m, 7.25m), (trades.Buckets.Min(b => b.Min), trades.Buckets.Max(b => b.Max)));
    }

    private static (ValueSeries Series, PictureBudget Budget) Make(int most)
    {
        PictureBudget budget = new(most);
        return (new(budget), budget);
    }

    private static void Set(ValueSeries series, params (long At, decimal Value)[] values)
    {
        foreach ((long at, decimal value) in values)
        {
            series.Now = value;
            series.Hold(at);
        }
    }
}
