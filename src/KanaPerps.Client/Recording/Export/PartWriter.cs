namespace KanaPerps.Recording;

/// <summary>Writes a part to a file that gets its name when it is whole.</summary>
internal sealed class PartWriter : IDisposable
{
    private readonly WholeFile _whole;
    private readonly ITableFile _file;

    /// <summary>Begins a part. What an earlier run has left of it is replaced.</summary>
    /// <param name="path">Where the part is to be.</param>
    /// <param name="columns">Buffers for its columns.</param>
    /// <param name="open">Begins the file in a stream.</param>
    public PartWriter(string path, IReadOnlyList<ColumnBuffer> columns, Func<Stream, ITableFile> open)
    {
        Columns = columns;
        _whole = new WholeFile(path);
        try
        {
            _file = open(_whole.Stream);
        }
        catch
        {
            _whole.Dispose();
            throw;
        }
    }

    /// <summary>The values that have not been written yet.</summary>
    public IReadOnlyList<ColumnBuffer> Columns { get; }

    /// <summary>How many rows these are.</summary>
    public int Waiting => Columns[0].Count;

    /// <summary>How many rows the part has so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Writes the rows that wait.</summary>
    public void Flush()
    {
        if (Waiting == 0)
        {
            return;
        }

        _file.Write(Columns);
        Rows += Waiting;
        foreach (ColumnBuffer column in Columns)
        {
            column.Clear();
        }
    }

    /// <summary>Writes the rest and gives the file its name.</summary>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <returns>How many bytes the file has.</returns>
    /// <exception cref="IOException">There is a file of that name, or the disk fails.</exception>
    public long Complete(bool overwrite)
    {
        Flush();
        _file.Complete();
        return _whole.Complete(overwrite);
    }

    /// <summary>Gives a part up that is not complete: nothing of it stays.</summary>
    public void Dispose()
    {
        _file.Dispose();
        _whole.Dispose();
    }
}
