namespace KanaPerps.Transport;

/// <summary>A budget that refills with time. Holds no clock: the caller says what time it is.</summary>
internal sealed class TokenBucket
{
    private readonly int _capacity;
    private readonly TimeSpan _refill;

    // The time at which the bucket would have been empty, moving forward by one refill with each token taken.
    private TimeSpan _emptyAt;

    /// <summary>Makes a full bucket.</summary>
    /// <param name="capacity">How many tokens it holds.</param>
    /// <param name="refill">The time in which one token comes back.</param>
    public TokenBucket(int capacity, TimeSpan refill)
    {
        _capacity = capacity;
        _refill = refill;
        _emptyAt = -refill * capacity;
    }

    /// <summary>Takes a token, possibly a future one.</summary>
    /// <param name="now">The time since some fixed moment; never goes back.</param>
    /// <returns>How long to wait until the token taken is really there; zero when it is there now.</returns>
    public TimeSpan Take(TimeSpan now)
    {
        TimeSpan full = now - (_refill * _capacity);
        _emptyAt = (_emptyAt > full ? _emptyAt : full) + _refill;
        return _emptyAt > now ? _emptyAt - now : TimeSpan.Zero;
    }

    /// <summary>Puts back the token taken last.</summary>
    public void GiveBack() => _emptyAt -= _refill;
}
