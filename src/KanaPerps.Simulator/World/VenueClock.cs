namespace KanaPerps.Simulator;

/// <summary>The venue's time and its count of transactions. It moves with the steps, never with the real clock: that makes runs repeatable.</summary>
internal sealed class VenueClock(DateTimeOffset start, TimeSpan step, long version = VenueClock.FirstVersion)
{
    /// <summary>The transaction before the opening's first.</summary>
    public const long FirstVersion = 2_713_317_408;

    private DateTimeOffset _now = start;

    /// <summary>Seconds since 1970, as the venue writes time.</summary>
    public long Now => _now.ToUnixTimeSeconds();

    /// <summary>The latest transaction.</summary>
    public long Version { get; private set; } = version;

    /// <summary>Steps taken so far.</summary>
    public long Steps { get; private set; }

    public void Advance()
    {
        _now += step;
        Steps++;
    }

    /// <summary>Begins the next transaction.</summary>
    public long NextVersion() => ++Version;
}
