namespace KanaPerps.Recording;

/// <summary>A column of a table, read from the rows of a type.</summary>
/// <typeparam name="TRow">The rows.</typeparam>
internal abstract class RowColumn<TRow>
{
    private protected RowColumn(string name, ColumnType type)
    {
        Name = name;
        Type = type;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The type.</summary>
    public ColumnType Type { get; }

    /// <summary>Makes a buffer for values of the column.</summary>
    /// <returns>The buffer.</returns>
    public abstract ColumnBuffer CreateBuffer();

    /// <summary>Reads the value of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="buffer">A buffer of this column, which takes the value.</param>
    public abstract void Read(TRow row, ColumnBuffer buffer);
}
