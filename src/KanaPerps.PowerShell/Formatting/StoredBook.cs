using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace KanaPerps.PowerShell.Formatting;

/// <summary>An order book read property by property, as a job or a remote session has left it.</summary>
internal static class StoredBook
{
    /// <summary>A property's value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="source">The object.</param>
    /// <param name="property">The property's name.</param>
    /// <returns>The value, or the type's default where it is missing or of another kind.</returns>
    public static T? Read<T>(PSObject source, string property) => source.Properties[property]?.Value switch
    {
        // PowerShell would keep 15 digits of it.
        string text when typeof(T) == typeof(decimal) || typeof(T) == typeof(decimal?) =>
            decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact) ? (T)(object)exact : default,
        { } value when LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out T result) => result,
        _ => default,
    };

    /// <summary>The book itself, or one with the levels that are left of it: sorted, and without those of no size.</summary>
    /// <param name="source">The object.</param>
    /// <returns>The book, or null when the object has no bids and asks.</returns>
    public static OrderBook? ToBook(PSObject source)
    {
        if (source.BaseObject is OrderBook live)
        {
            return live;
        }

        // CSV has the number of levels in their place, and JSON of little depth a text for each of them.
        if (source.BaseObject is not PSCustomObject || !HasLevels(source, nameof(OrderBook.Bids)) || !HasLevels(source, nameof(OrderBook.Asks)))
        {
            return null;
        }

        BookLevel[] bids = [.. Levels(source, nameof(OrderBook.Bids)).Where(l => l.Size > 0).OrderByDescending(l => l.Price)];
        BookLevel[] asks = [.. Levels(source, nameof(OrderBook.Asks)).Where(l => l.Size > 0).OrderBy(l => l.Price)];
        return new OrderBook(
            Read<long>(source, nameof(OrderBook.MarketId)),
            [.. bids, .. asks],
            bids.Length,
            Read<BookAnomalies>(source, nameof(OrderBook.Anomalies)),
            Read<string>(source, nameof(OrderBook.Network)) ?? "",
            CellRow.Time(source.Properties[nameof(OrderBook.ReceivedAt)]?.Value) ?? default,
            PropertyNames.Of(Read<string[]>(source, nameof(OrderBook.InexactFields)) ?? []));
    }

    private static bool HasLevels(PSObject source, string side) =>
        Scalar.Unwrap(source.Properties[side]?.Value) is IEnumerable levels and not string && !levels.Cast<object?>().Any(l => Scalar.Unwrap(l) is string);

    /// <summary>The levels of a side.</summary>
    /// <param name="book">The book.</param>
    /// <param name="side">The side's property.</param>
    /// <returns>The levels. What is missing or unreadable is left out.</returns>
    public static BookLevel[] Levels(PSObject book, string side)
    {
        List<BookLevel> levels = [];
        foreach (object level in Read<IEnumerable>(book, side) ?? Array.Empty<object>())
        {
            PSObject row = PSObject.AsPSObject(level);
            if (Read<decimal?>(row, nameof(BookLevel.Price)) is { } price && Read<decimal?>(row, nameof(BookLevel.Size)) is { } size)
            {
                DateTimeOffset? updated = row.Properties[nameof(BookLevel.LastUpdated)]?.Value is { } time ? CellRow.Time(time) : null;
                levels.Add(new BookLevel(price, size, updated, Read<ulong?>(row, nameof(BookLevel.TransactionVersion))));
            }
        }

        return [.. levels];
    }
}
