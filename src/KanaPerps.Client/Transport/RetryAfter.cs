using System.Globalization;

namespace KanaPerps.Transport;

/// <summary>The header Retry-After: seconds, or a date. What can't be read is as good as no header.</summary>
internal static class RetryAfter
{
    /// <summary>A venue that asks for more patience than this is asked again all the same.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    // More than any clock of ours can be set to, so that what overflows stays a wish to wait long.
    private static readonly TimeSpan s_endless = TimeSpan.FromDays(10_000);

    /// <summary>Reads the header.</summary>
    /// <param name="text">The header's value, or null.</param>
    /// <param name="now">The wall clock, for a date.</param>
    /// <returns>What the venue asks for, which may be over already or absurdly long; or null.</returns>
    public static TimeSpan? Parse(string? text, DateTimeOffset now)
    {
        if (double.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds >= 0)
        {
            return seconds < s_endless.TotalSeconds ? TimeSpan.FromSeconds(seconds) : s_endless;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date) ? date - now : null;
    }

    /// <summary>How long to honour what the venue asks for.</summary>
    /// <param name="asked">What it asks for, or null.</param>
    /// <returns>Nothing to five minutes.</returns>
    public static TimeSpan Honoured(TimeSpan? asked) =>
        asked is not { } wish || wish < TimeSpan.Zero ? TimeSpan.Zero : wish > Longest ? Longest : wish;
}
