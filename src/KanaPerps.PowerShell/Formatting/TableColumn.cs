using System.Globalization;

namespace KanaPerps.PowerShell.Formatting;

/// <summary>A column of a table, as <c>Views.xml</c> declares it.</summary>
/// <param name="Label">The header.</param>
/// <param name="Width">The width, or 0 for what is left of the line.</param>
/// <param name="IsRight">Whether it is aligned right.</param>
/// <param name="Cell">The property, or the properties and the cell format.</param>
/// <param name="Rank">How important it is: the lower, the longer it is kept.</param>
/// <param name="Short">What the cell shows where its width does not fit: another cell, and its width behind a blank.</param>
internal sealed record TableColumn(string Label, int Width, bool IsRight, string Cell, int Rank, string? Short = null)
{
    /// <summary>The property that is shown, the first where there are several.</summary>
    public string Property => Cell.Split(':', '|')[0];

    /// <summary>The room without which a column is left out: a column without a width of its own needs that of its header.</summary>
    public int LeastWidth => Width > 0 ? Width : Label.Length;

    /// <summary>The header as it is shown: with its unit on a line of its own where the column is too narrow for both.</summary>
    public string Header => Width > 0 && Width < Label.Length && Label.LastIndexOf(' ') is > 0 and int blank ? $"{Label[..blank]}\n{Label[(blank + 1)..]}" : Label;

    /// <summary>The format of the cell with its width, or null for a bare property, which is left to PowerShell.</summary>
    public string? Format => !Cell.Contains(':', StringComparison.Ordinal) ? null : Width > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Cell}:{Width}") : Cell;

    /// <summary>The column in its short form, or null.</summary>
    public TableColumn? Shortened => Short?.Split(' ') is [string cell, string width] ? this with { Cell = cell, Width = int.Parse(width, CultureInfo.InvariantCulture), Short = null } : null;
}
