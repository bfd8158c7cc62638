using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;

namespace KanaPerps.PowerShell.Formatting;

/// <summary>
/// What the table and list views show of an object. The views reach it through one hidden property and name each cell in the format string, as
/// <c>Price:price:9</c>: the property, one of the <see cref="CellFormats"/>, and the width. That is compiled code all the way, so it works in constrained
/// language mode, where a script block of a view may call nothing, and for objects that came back from a job.
/// </summary>
public sealed class RowCells : IFormattable
{
    /// <summary>The name of the hidden property.</summary>
    internal const string PropertyName = "KanaCells";

    private static readonly ConcurrentDictionary<string, (string[] Properties, CellFormat Format, int Width)> s_parsed = new();
    private readonly PSObject _row;

    private RowCells(PSObject row) => _row = row;

    /// <summary>The getter of the hidden property.</summary>
    /// <param name="row">The object that is shown, live or deserialised.</param>
    /// <returns>The object's cells.</returns>
    public static object Of(PSObject row) => new RowCells(row);

    /// <summary>Renders one cell.</summary>
    /// <param name="format">The property and the format, such as <c>Price:price:9</c> for a cell of nine characters; of <c>Symbol|MarketId:text</c> the first with a value.</param>
    /// <param name="formatProvider">The culture of the numbers; null for the current one. Times never depend on it.</param>
    /// <returns>The text, with the user's colours; empty for a property without a value.</returns>
    /// <exception cref="FormatException">There is no such format.</exception>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        if (string.IsNullOrEmpty(format))
        {
            return "";
        }

        (string[] properties, CellFormat render, int width) = s_parsed.GetOrAdd(format, Parse);
        NumberFormatInfo numbers = CellNumbers.Of(formatProvider);
        foreach (string property in properties)
        {
            if (CellRow.Value(_row, property) is { } value)
            {
                return render(new CellRow(_row), value, numbers, width);
            }
        }

        return "";
    }

    /// <inheritdoc/>
    public override string ToString() => "";

    private static (string[] Properties, CellFormat Format, int Width) Parse(string format)
    {
        string[] parts = format.Split(':');
        string name = parts.Length > 1 ? parts[1] : "text";
        return CellFormats.ByName.TryGetValue(name, out CellFormat? found)
            ? (parts[0].Split('|'), found, parts.Length > 2 ? int.Parse(parts[2], CultureInfo.InvariantCulture) : int.MaxValue)
            : throw new FormatException($"There is no cell format '{name}'.");
    }
}
