using KanaPerps.PowerShell.Formatting;

namespace KanaPerps.PowerShell.Screens;

/// <summary>
/// A table in a picture. It shows whole columns, the most important ones where there is no room for all, and none without content but the first in rank. Widths only grow
/// while the window keeps its width, so that columns do not jump with every number.
/// </summary>
/// <typeparam name="TRow">What a row shows.</typeparam>
internal sealed class TextTable<TRow>
{
    private const int Gap = 2;

    private readonly TextColumn<TRow>[] _columns;
    private readonly int[] _widths;
    private int _width;

    /// <summary>Makes a table.</summary>
    /// <param name="columns">Its columns, from left to right.</param>
    public TextTable(params TextColumn<TRow>[] columns)
    {
        _columns = columns;
        _widths = new int[columns.Length];
    }

    /// <summary>Draws the table.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="width">How many columns there are.</param>
    /// <param name="height">How many lines there are. Where they are not enough for all rows, the last of several counts the others.</param>
    /// <param name="hasHeader">Whether the first line has the names of the columns.</param>
    /// <returns>The lines, not more than there is room for.</returns>
    public List<TextLine> Draw(IReadOnlyList<TRow> rows, int width, int height, bool hasHeader)
    {
        int room = height - (hasHeader ? 1 : 0);
        int shown = rows.Count <= room ? rows.Count : room > 1 ? room - 1 : Math.Max(0, room);
        TextCell[][] cells = [.. rows.Take(shown).Select(row => Array.ConvertAll(_columns, c => c.Least > 0 ? default : c.Cell(row, 0)))];
        int[] chosen = Choose(cells, width);
        List<TextLine> lines = [];
        if (hasHeader && height > 0)
        {
            lines.Add(Line(width, chosen, i => new(_columns[i].Label(_widths[i]), ShellStyle.Dim)));
        }

        for (int r = 0; r < shown; r++)
        {
            lines.Add(Line(width, chosen, i => _columns[i].Least > 0 ? _columns[i].Cell(rows[r], _widths[i]) : cells[r][i]));
        }

        if (shown < rows.Count && room > 1)
        {
            lines.Add(new TextLine(width).Add($"and {rows.Count - shown} more", ShellStyle.Dim));
        }

        return lines;
    }

    // The columns that fit, from left to right.
    private int[] Choose(TextCell[][] cells, int width)
    {
        Measure(cells, width);
        List<int> chosen = [];
        int room = width + Gap;
        foreach (int i in Enumerable.Range(0, _columns.Length).OrderBy(i => _columns[i].Rank))
        {
            // The first one is there in any window.
            if (_widths[i] > 0 && (_widths[i] + Gap <= room || chosen.Count == 0))
            {
                chosen.Add(i);
                room -= _widths[i] + Gap;
            }
        }

        foreach (int i in chosen.Where(i => _columns[i].Least > 0))
        {
            int more = Math.Clamp(room, 0, _columns[i].Most - _widths[i]);
            _widths[i] += more;
            room -= more;
        }

        chosen.Sort();
        return [.. chosen];
    }

    private void Measure(TextCell[][] cells, int width)
    {
        if (width != _width)
        {
            Array.Clear(_widths);
            _width = width;
        }

        for (int i = 0; i < _columns.Length; i++)
        {
            int content = cells.Length == 0 ? 0 : cells.Max(row => row[i].Text?.Length ?? 0);
            _widths[i] = _columns[i].Least > 0 ? _columns[i].Least
                : content == 0 && _columns[i].Rank > 0 ? 0
                : Math.Max(_widths[i], Math.Max(content, _columns[i].Label(0).Length));
        }
    }

    private TextLine Line(int width, int[] chosen, Func<int, TextCell> cellOf)
    {
        TextLine line = new(width);
        int end = 0;
        foreach (int i in chosen)
        {
            TextCell cell = cellOf(i);
            int start = _columns[i].IsRight ? end + _widths[i] - cell.Text.Length : end;
            line.PadTo(start).Add(cell.Text, cell.Style);
            end += _widths[i] + Gap;
        }

        return line;
    }
}
