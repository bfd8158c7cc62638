namespace KanaPerps.Simulator;

/// <summary>The funding of one market as the venue shows it.</summary>
internal sealed class FundingState(long now, long version)
{
    private const int Remembered = 48;

    private readonly RecentRows<(long Time, decimal Rate)> _settlements = new(Remembered);

    /// <summary>The share of a position's value that longs pay shorts per hour; negative when shorts pay.</summary>
    public decimal Rate { get; private set; }

    /// <summary>When funding was settled last, or 0.</summary>
    public long SettledAt { get; private set; }

    public long UpdatedAt { get; private set; } = now;

    public long UpdatedVersion { get; private set; } = version;

    /// <summary>Changes the rate.</summary>
    /// <returns>Whether it is another one.</returns>
    public bool Estimate(decimal rate, VenueClock clock)
    {
        if (rate == Rate)
        {
            return false;
        }

        Rate = rate;
        Stamp(clock);
        return true;
    }

    public void Settle(VenueClock clock)
    {
        Remember(clock.Now, Rate);
        Stamp(clock);
    }

    /// <summary>Notes a settlement, in the order of time.</summary>
    public void Remember(long time, decimal rate)
    {
        SettledAt = time;
        _settlements.Add((time, rate));
    }

    /// <summary>The rate that was settled at the beginning of an hour.</summary>
    /// <param name="hour">Hours since 1970.</param>
    /// <returns>The rate, or null when nothing was settled then, or too long ago.</returns>
    public decimal? SettledRate(long hour)
    {
        foreach ((long time, decimal rate) in _settlements)
        {
            if (time / FundingEngine.Hour == hour)
            {
                return rate;
            }
        }

        return null;
    }

    private void Stamp(VenueClock clock)
    {
        UpdatedAt = clock.Now;
        UpdatedVersion = clock.NextVersion();
    }
}
