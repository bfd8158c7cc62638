using System.Globalization;
using System.Management.Automation;

namespace KanaPerps.PowerShell.Formatting;

/// <summary>
/// An object that is shown, read by the names of its properties, since one that came back from a job is no longer of our type: its enums are
/// numbers with a text, and its times are property bags or texts.
/// </summary>
internal readonly struct CellRow
{
    private readonly PSObject _row;

    public CellRow(PSObject row) => _row = row;

    public long? MarketId => Value(_row, nameof(Market.MarketId)) is { } id ? Scalar.Unwrap(id) as long? ?? MarketIds.Read(id.ToString()) : null;

    public static object? Value(PSObject row, string property) => row.Properties[property]?.Value;

    public decimal? Number(string property) => Number(Value(_row, property));

    public static decimal? Number(object? value) => Scalar.Unwrap(value) switch
    {
        decimal exact => exact,
        int or long or ulong or double => Convert.ToDecimal(Scalar.Unwrap(value), CultureInfo.InvariantCulture),
        _ => null,
    };

    public static DateTimeOffset? Time(object? value)
    {
        // JSON and the properties of a time give a DateTime, whose text is that of the session's culture.
        switch (Scalar.Unwrap(value))
        {
            case DateTimeOffset live:
                return live;
            case DateTime time:
                return new DateTimeOffset(time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time).ToUniversalTime();
        }

        if (value is PSObject bag && bag.Properties[nameof(DateTimeOffset.UtcDateTime)]?.Value is DateTime utc)
        {
            return new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
        }

        return DateTimeOffset.TryParse(value?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset parsed) ? parsed : null;
    }
}
