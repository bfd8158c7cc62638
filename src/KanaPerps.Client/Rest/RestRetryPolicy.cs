using KanaPerps.Transport;

namespace KanaPerps.Rest;

/// <summary>Whether a call is made again, and when: full jitter, doubling, a venue's Retry-After honoured. Pure: no clock, and the chance comes from outside.</summary>
internal static class RestRetryPolicy
{
    /// <summary>How often a call is made at most. Time alone would be no limit for whoever gives a minute to an endpoint that refuses at once.</summary>
    public const int MostAttempts = 5;

    private static readonly TimeSpan s_base = TimeSpan.FromSeconds(0.25);

    /// <summary>How long to wait before the next attempt.</summary>
    /// <param name="attempts">How many have failed so far.</param>
    /// <param name="retryAfter">What the venue asked for, or null.</param>
    /// <param name="left">What is left of the time for the whole call.</param>
    /// <param name="chance">A random number from 0 up to but not including 1.</param>
    /// <returns>The time, or null when the call is given up: an answer after the time is of no use to anyone.</returns>
    public static TimeSpan? Next(int attempts, TimeSpan? retryAfter, TimeSpan left, double chance)
    {
        if (attempts >= MostAttempts)
        {
            return null;
        }

        TimeSpan delay = s_base * (Math.Pow(2, attempts - 1) * chance);
        TimeSpan asked = RetryAfter.Honoured(retryAfter);
        TimeSpan wait = asked > delay ? asked : delay;
        return wait < left ? wait : null;
    }
}
