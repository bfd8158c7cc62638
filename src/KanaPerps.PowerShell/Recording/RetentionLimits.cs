using System.Globalization;
using System.Text.RegularExpressions;

namespace KanaPerps.PowerShell;

/// <summary>What -Retain says: how old data may become, how large all files together, or both.</summary>
internal static partial class RetentionLimits
{
    // Less is a number whose unit was forgotten.
    private const decimal LeastBytes = 1024 * 1024;

    /// <summary>Reads one limit.</summary>
    /// <param name="text">Such as 7d, 12h, 90m, 7.00:00:00 or 20GB.</param>
    /// <param name="age">The age, when it is one.</param>
    /// <param name="bytes">The size in bytes, when it is one.</param>
    /// <returns>False when it is neither.</returns>
    public static bool TryRead(string text, out TimeSpan? age, out long? bytes)
    {
        (age, bytes) = (null, null);
        Match match = Limit().Match(text.Trim());
        if (match.Success && decimal.TryParse(match.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
        {
            decimal? ticks = Ticks(match.Groups["unit"].Value, number);
            decimal? size = Bytes(match.Groups["unit"].Value, number);
            age = ticks is >= TimeSpan.TicksPerMinute and <= long.MaxValue ? new TimeSpan((long)ticks) : null;
            bytes = size is >= LeastBytes and <= long.MaxValue ? (long)size : null;
        }
        else if (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) && span.Ticks >= TimeSpan.TicksPerMinute)
        {
            age = span;
        }

        return (age ?? (object?)bytes) is not null;
    }

    private static decimal? Ticks(string unit, decimal number) => unit.ToUpperInvariant() switch
    {
        "D" => Product(number, TimeSpan.TicksPerDay),
        "H" => Product(number, TimeSpan.TicksPerHour),
        "M" => Product(number, TimeSpan.TicksPerMinute),
        _ => null,
    };

    private static decimal? Bytes(string unit, decimal number) => unit.ToUpperInvariant() switch
    {
        "" => number,
        "MB" => Product(number, 1L << 20),
        "GB" => Product(number, 1L << 30),
        "TB" => Product(number, 1L << 40),
        _ => null,
    };

    // What is beyond decimal is no limit that means anything.
    private static decimal? Product(decimal number, long unit) => number > decimal.MaxValue / unit ? null : number * unit;

    [GeneratedRegex("^(?<number>[0-9]{1,20}(\\.[0-9]{1,9})?)(?<unit>[a-z]{0,2})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Limit();
}
