namespace KanaPerps.Recording;

/// <summary>Times as whole microseconds since 1970 in UTC. The venue's have no finer unit; what is finer in times of receipt is cut off.</summary>
internal static class ExportTime
{
    /// <summary>The microseconds of a time.</summary>
    /// <param name="time">The time, or null.</param>
    /// <returns>The whole microseconds up to it, or null.</returns>
    public static long? Microseconds(DateTimeOffset? time)
    {
        if (time is not { } some)
        {
            return null;
        }

        (long microseconds, long rest) = Math.DivRem(some.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond);
        return rest < 0 ? microseconds - 1 : microseconds;
    }

    /// <summary>The time that microseconds stand for.</summary>
    /// <param name="microseconds">The microseconds.</param>
    /// <returns>The time, in UTC.</returns>
    public static DateTime Of(long microseconds) => DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
