namespace KanaPerps.Streaming;

/// <summary>What to tell the framework so that it keeps the promised times.</summary>
/// <param name="Interval">The time between pings.</param>
/// <param name="Timeout">How long a pong may take.</param>
internal readonly record struct KeepAlive(TimeSpan Interval, TimeSpan Timeout)
{
    /// <summary>The settings for the promised times: the framework looks at its clock four times in the shorter of the two, and is late by that for each.</summary>
    /// <param name="options">What is promised.</param>
    /// <returns>Shorter times, with room for the lateness.</returns>
    public static KeepAlive For(StreamOptions options)
    {
        TimeSpan lateness = (options.KeepAliveInterval < options.KeepAliveTimeout ? options.KeepAliveInterval : options.KeepAliveTimeout) / 5;
        return new(options.KeepAliveInterval - lateness, options.KeepAliveTimeout - lateness);
    }
}
