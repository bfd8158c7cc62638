namespace KanaPerps.PowerShell.Screens;

/// <summary>A column of a table in a picture.</summary>
/// <typeparam name="TRow">What a row shows.</typeparam>
/// <param name="Label">Its name, which may depend on the width.</param>
/// <param name="Rank">Its place when there is no room for all: the lowest rank stays longest.</param>
/// <param name="Cell">What it shows of a row. A column that takes the room that is left is told how much that is.</param>
internal sealed record TextColumn<TRow>(Func<int, string> Label, int Rank, Func<TRow, int, TextCell> Cell)
{
    /// <summary>Makes a column that is as wide as what it shows.</summary>
    /// <param name="label">Its name.</param>
    /// <param name="rank">Its place when there is no room for all: the lowest rank stays longest.</param>
    /// <param name="cell">What it shows of a row.</param>
    public TextColumn(string label, int rank, Func<TRow, TextCell> cell)
        : this(_ => label, rank, (row, _) => cell(row))
    {
    }

    /// <summary>Whether its texts end at its right edge, as numbers do.</summary>
    public bool IsRight { get; init; }

    /// <summary>How wide it is at least, where it takes the room that is left; 0 for a column that is as wide as what it shows.</summary>
    public int Least { get; init; }

    /// <summary>How wide it is at most, where it takes the room that is left.</summary>
    public int Most { get; init; }
}
