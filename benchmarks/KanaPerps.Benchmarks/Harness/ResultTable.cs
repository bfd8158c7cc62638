namespace KanaPerps.Benchmarks;

/// <summary>A table of what was measured: the first column is text, the others are figures and stand to the right.</summary>
internal sealed class ResultTable
{
    private readonly List<string[]> _rows;

    /// <summary>Begins a table.</summary>
    /// <param name="header">The heads of the columns.</param>
    public ResultTable(params string[] header)
    {
        _rows = [header];
    }

    /// <summary>Adds a row.</summary>
    /// <param name="cells">A cell for each column.</param>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Prints the table and an empty line.</summary>
    public void Print()
    {
        if (_rows.Count == 1)
        {
            return;
        }

        int[] widths = [.. Enumerable.Range(0, _rows[0].Length).Select(c => _rows.Max(r => r[c].Length))];
        foreach (string[] row in _rows)
        {
            Console.WriteLine(string.Join("  ", row.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd());
        }

        Console.WriteLine();
    }
}
