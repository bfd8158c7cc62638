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
    public static T? Read<T>(PSObject source, string property) =>
        source.Properties[property]?.Value is { } value && LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out T result) ? result : default;

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
