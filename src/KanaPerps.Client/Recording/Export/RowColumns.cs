using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace KanaPerps.Recording;

/// <summary>
/// The columns of a type of rows: its public properties, with their names in snake_case as on the wire. What is common to all rows stands at the edges: when a row was
/// received first, where it came from last.
/// </summary>
/// <typeparam name="TRow">The rows, a class.</typeparam>
internal static class RowColumns<TRow>
{
    private static readonly string[] s_last = [nameof(VenueRow.Network), nameof(VenueRow.InexactFields)];

    /// <summary>The columns in their order.</summary>
    public static IReadOnlyList<RowColumn<TRow>> All { get; } =
    [
        .. typeof(TRow).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0)
            .OrderBy(p => p.Name == nameof(VenueRow.ReceivedAt) ? -1 : Array.IndexOf(s_last, p.Name) + 1)
            .ThenBy(p => DepthOf(p.DeclaringType!))
            .ThenBy(p => p.MetadataToken)
            .Select(Make),
    ];

    private static int DepthOf(Type type)
    {
        int depth = 0;
        for (Type? parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            depth++;
        }

        return depth;
    }

    private static RowColumn<TRow> Make(PropertyInfo property) => (RowColumn<TRow>)typeof(RowColumns<TRow>)
        .GetMethod(nameof(MakeOf), BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(property.PropertyType)
        .Invoke(null, [property])!;

    private static RowColumn<TRow> MakeOf<TProperty>(PropertyInfo property)
    {
        string name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        Delegate get = property.GetMethod!.CreateDelegate<Func<TRow, TProperty>>();
        return get switch
        {
            Func<TRow, string?> text => new RowColumn<TRow, string?>(name, ColumnType.Text, text),
            Func<TRow, decimal> number => new RowColumn<TRow, decimal?>(name, ColumnType.Decimal, row => number(row)),
            Func<TRow, decimal?> number => new RowColumn<TRow, decimal?>(name, ColumnType.Decimal, number),
            Func<TRow, DateTimeOffset> time => new RowColumn<TRow, long?>(name, ColumnType.Timestamp, row => ExportTime.Microseconds(time(row))),
            Func<TRow, DateTimeOffset?> time => new RowColumn<TRow, long?>(name, ColumnType.Timestamp, row => ExportTime.Microseconds(time(row))),
            Func<TRow, bool> flag => new RowColumn<TRow, bool?>(name, ColumnType.Boolean, row => flag(row)),
            Func<TRow, bool?> flag => new RowColumn<TRow, bool?>(name, ColumnType.Boolean, flag),
            Func<TRow, int> number => new RowColumn<TRow, long?>(name, ColumnType.Int64, row => number(row)),
            Func<TRow, int?> number => new RowColumn<TRow, long?>(name, ColumnType.Int64, row => number(row)),
            Func<TRow, long> number => new RowColumn<TRow, long?>(name, ColumnType.Int64, row => number(row)),
            Func<TRow, long?> number => new RowColumn<TRow, long?>(name, ColumnType.Int64, number),
            Func<TRow, ulong> number => new RowColumn<TRow, ulong?>(name, ColumnType.UInt64, row => number(row)),
            Func<TRow, ulong?> number => new RowColumn<TRow, ulong?>(name, ColumnType.UInt64, number),
            Func<TRow, BookLevels> levels => new RowColumn<TRow, long?>(name, ColumnType.Int64, row => levels(row).Count),
            Func<TRow, PropertyNames> names => new RowColumn<TRow, string?>(name, ColumnType.Text, row => names(row) is { Count: > 0 } some ? some.ToString() : null),
            Func<TRow, TProperty> other => new RowColumn<TRow, string?>(name, ColumnType.Text, Texts(other)),
            _ => throw new InvalidOperationException($"{property} can't be read."),
        };
    }

    // Names of enumerations, mostly. The same value follows often, and its text is made once.
    private static Func<TRow, string?> Texts<TProperty>(Func<TRow, TProperty> get)
    {
        TProperty? last = default;
        string? text = Convert.ToString(last, CultureInfo.InvariantCulture);
        return row =>
        {
            TProperty value = get(row);
            if (!EqualityComparer<TProperty>.Default.Equals(value, last))
            {
                last = value;
                text = Convert.ToString(value, CultureInfo.InvariantCulture);
            }

            return value is null ? null : text;
        };
    }
}
