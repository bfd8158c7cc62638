using System.Globalization;
using System.Numerics;

namespace KanaPerps.PowerShell;

/// <summary>Reads values that are compared with levels.</summary>
internal static class AlertNumber
{
    /// <summary>Reads a value: any number, a time span as its seconds, or the text of one of the two, as CSV has it, in the invariant culture.</summary>
    /// <param name="value">The value, wrapped or not.</param>
    /// <param name="number">The number, or null where there is no value: null, an empty text, NaN.</param>
    /// <returns>Whether it is one of these, and decimal can hold it.</returns>
    public static bool TryRead(object? value, out decimal? number)
    {
        number = null;
        try
        {
            switch (Scalar.Unwrap(value))
            {
                case null or "" or double.NaN or float.NaN:
                    return true;
                case decimal exact:
                    number = exact;
                    return true;
                case TimeSpan span:
                    number = Seconds(span);
                    return true;
                case string text:
                    number = Parse(text);
                    return number is not null;
                case BigInteger whole:
                    number = (decimal)whole;
                    return true;
                case Int128 whole:
                    number = (decimal)whole;
                    return true;
                case UInt128 whole:
                    number = (decimal)whole;
                    return true;
                case Half half:
                    number = (decimal)half;
                    return true;
                case Enum or bool or char or DateTime:
                    return false;
                case IConvertible other:
                    number = other.ToDecimal(CultureInfo.InvariantCulture);
                    return true;
                default:
                    return false;
            }
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static decimal? Parse(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number
        : text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) ? Seconds(span)
        : null;

    private static decimal Seconds(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerSecond;
}
