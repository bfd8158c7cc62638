namespace KanaPerps.Simulator;

/// <summary>The funding of one market as the venue shows it.</summary>
internal sealed class FundingState(long now, long version)
{
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
        SettledAt = clock.Now;
        Stamp(clock);
    }

    private void Stamp(VenueClock clock)
    {
        UpdatedAt = clock.Now;
        UpdatedVersion = clock.NextVersion();
    }
}
