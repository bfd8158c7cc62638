using KanaPerps.Wire.Fast;

namespace KanaPerps.Wire;

/// <summary>Times of the venue: seconds since the Unix epoch, as string or number. Zero means none.</summary>
internal static class VenueTime
{
    // Seconds reach this value in the year 5138, milliseconds in 1973: above it a value can only be a finer unit.
    private const decimal MillisecondsFrom = 1e11m;
    private const decimal MicrosecondsFrom = 1e14m;
    private const decimal NanosecondsFrom = 1e17m;

    private const decimal MinTicks = 0m;
    private static readonly long s_epoch = DateTimeOffset.UnixEpoch.UtcTicks;
    private static readonly decimal s_maxTicks = DateTimeOffset.MaxValue.UtcTicks;

    /// <summary>Reads a time.</summary>
    /// <param name="text">The digits.</param>
    /// <param name="ticks">The time in ticks of UTC, or 0 for none.</param>
    /// <returns>False when the text is no number or no time that <see cref="DateTimeOffset"/> holds.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (DigitText.TryRead(text, out ulong seconds) && seconds < (ulong)MillisecondsFrom)
        {
            ticks = seconds == 0 ? 0 : s_epoch + ((long)seconds * TimeSpan.TicksPerSecond);
            return true;
        }

        if (DecimalParser.Parse(text, out decimal value) == NumberOutcome.Invalid)
        {
            return false;
        }

        if (value == 0)
        {
            return true;
        }

        decimal ticksPerUnit = Math.Abs(value) switch
        {
            >= NanosecondsFrom => 0.01m,
            >= MicrosecondsFrom => TimeSpan.TicksPerMicrosecond,
            >= MillisecondsFrom => TimeSpan.TicksPerMillisecond,
            _ => TimeSpan.TicksPerSecond,
        };
        if (Math.Abs(value) > s_maxTicks * 100)
        {
            return false;
        }

        decimal exact = s_epoch + decimal.Truncate(value * ticksPerUnit);
        if (exact < MinTicks || exact > s_maxTicks)
        {
            return false;
        }

        ticks = (long)exact;
        return true;
    }
}
