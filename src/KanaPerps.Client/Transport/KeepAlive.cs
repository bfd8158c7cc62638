namespace KanaPerps.Transport;

/// <summary>What to tell the framework so that it keeps the promised times.</summary>
/// <param name="Interval">The time between pings.</param>
/// <param name="Timeout">How long a pong may take.</param>
internal readonly record struct KeepAlive(TimeSpan Interval, TimeSpan Timeout)
{
    /// <summary>The settings for the promised times: the framework looks at its clock four times in the shorter of the two, and is late by that for each.</summary>
    /// <param name="limits">What is promised.</param>
    /// <returns>Shorter times, with room for the lateness.</returns>
    public static KeepAlive For(ConnectionLimits limits)
    {
        TimeSpan lateness = (limits.KeepAliveInterval < limits.KeepAliveTimeout ? limits.KeepAliveInterval : limits.KeepAliveTimeout) / 5;
        return new(limits.KeepAliveInterval - lateness, limits.KeepAliveTimeout - lateness);
    }
}
