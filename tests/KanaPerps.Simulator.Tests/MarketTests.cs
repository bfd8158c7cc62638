namespace KanaPerps.Simulator.Tests;

public sealed class MarketTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(-1)]
    public void Books_move_and_never_cross_and_always_have_both_sides(int seed)
    {
        Venue venue = Worlds.VenueWithAccounts(Worlds.Manual with { Seed = seed }, 5);
        HashSet<decimal> marks = [];
        for (int step = 0; step < 3000; step++)
        {
            venue.Step();
            foreach (SimulatedMarket market in venue.Markets)
            {
                Assert.True(market.Book.Bids.Best!.PriceTicks < market.Book.Asks.Best!.PriceTicks);
                Assert.InRange(market.Book.Bids.Levels.Count, 6, 40);
                Assert.InRange(market.Book.Asks.Levels.Count, 6, 40);
                Assert.All(market.Book.Bids.Levels.Concat(market.Book.Asks.Levels), level => Assert.True(level.Lots > 0 && !level.IsEmpty));
            }

            marks.Add(venue.Markets[0].MarkTicks);
        }

        Assert.True(marks.Count > 50, $"APT saw only {marks.Count} prices");
    }

    [Fact]
    public void A_match_is_two_rows_of_one_transaction()
    {
        Venue venue = new(Worlds.Manual);
        for (int step = 0; step < 300; step++)
        {
            venue.Step();
            foreach (SimulatedMarket market in venue.Markets)
            {
                FillRecord[] rows = [.. market.Tape];
                Assert.Equal(50, rows.Length);
                for (int i = 0; i < rows.Length; i += 2)
                {
                    (FillRecord maker, FillRecord taker) = (rows[i], rows[i + 1]);
                    Assert.Equal((maker.Version, maker.PriceTicks, maker.Lots, maker.Time), (taker.Version, taker.PriceTicks, taker.Lots, taker.Time));
                    Assert.NotEqual(maker.Order.Side, taker.Order.Side);
                    Assert.Equal(0, maker.Fee);
                    Assert.Equal(maker.Value * 0.0005m, taker.Fee);
                    Assert.Equal(maker.PriceTicks * market.Instrument.Tick * (maker.Lots * market.Instrument.Lot), maker.Value);
                }

                Assert.Equal(rows.Length / 2, rows.Select(r => r.Version).Distinct().Count());
            }
        }
    }

    [Fact]
    public void Funding_is_settled_at_full_hours_of_the_venue_only()
    {
        Venue venue = new(Worlds.Manual with { ClockSpeed = 36_00 });
        long opening = SimulatorOptions.DefaultStart.ToUnixTimeSeconds();

        // One market is new: it shows 0, as the venue's sample does.
        long[] before = [opening, opening, opening, 0];
        Assert.Equal(before, venue.Markets.Select(market => market.Funding.SettledAt));

        // A step is six minutes here.
        venue.Step(9);
        Assert.Equal(before, venue.Markets.Select(market => market.Funding.SettledAt));
        venue.Step();
        Assert.All(venue.Markets, market => Assert.Equal(SimulatorOptions.DefaultStart.ToUnixTimeSeconds() + 3600, market.Funding.SettledAt));
        Assert.Contains(venue.Markets, market => market.Funding.Rate != 0);
    }
}
