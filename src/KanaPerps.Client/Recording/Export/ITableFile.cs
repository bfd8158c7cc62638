namespace KanaPerps.Recording;

/// <summary>A file that a table, or a part of one, is written to.</summary>
internal interface ITableFile : IDisposable
{
    /// <summary>Writes rows.</summary>
    /// <param name="columns">The values of each column of the table; each has as many.</param>
    void Write(IReadOnlyList<ColumnBuffer> columns);

    /// <summary>Writes what belongs behind the last row.</summary>
    void Complete();
}
