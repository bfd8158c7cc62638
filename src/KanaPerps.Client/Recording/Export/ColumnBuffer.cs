namespace KanaPerps.Recording;

/// <summary>Values of a column that have not been written yet.</summary>
internal abstract class ColumnBuffer
{
    private protected ColumnBuffer(string name, ColumnType type)
    {
        Name = name;
        Type = type;
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>The column's type.</summary>
    public ColumnType Type { get; }

    /// <summary>How many values there are.</summary>
    public int Count { get; private protected set; }

    /// <summary>Drops the values, and keeps the room for others.</summary>
    public abstract void Clear();
}
