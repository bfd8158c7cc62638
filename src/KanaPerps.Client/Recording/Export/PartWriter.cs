namespace KanaPerps.Recording;

/// <summary>
/// Writes a part: to a temporary file beside it, which gets the part's name when it is whole. So whatever happens, no file of that name is half a part.
/// </summary>
internal sealed class PartWriter : IDisposable
{
    /// <summary>What the temporary file's name ends with.</summary>
    public const string TemporaryExtension = ".partial";

    private readonly string _path;
    private readonly FileStream _stream;
    private readonly ITableFile _file;
    private bool _isComplete;

    /// <summary>Begins a part. What an earlier run has left of it is replaced.</summary>
    /// <param name="path">Where the part is to be.</param>
    /// <param name="columns">Buffers for its columns.</param>
    /// <param name="open">Begins the file in a stream.</param>
    public PartWriter(string path, IReadOnlyList<ColumnBuffer> columns, Func<Stream, ITableFile> open)
    {
        _path = path;
        Columns = columns;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _stream = new FileStream(path + TemporaryExtension, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        try
        {
            _file = open(_stream);
        }
        catch
        {
            Discard();
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
        _stream.Flush(flushToDisk: true);
        long bytes = _stream.Length;
        _stream.Dispose();
        File.Move(_path + TemporaryExtension, _path, overwrite);
        _isComplete = true;
        return bytes;
    }

    /// <summary>Gives a part up that is not complete: nothing of it stays.</summary>
    public void Dispose()
    {
        _file.Dispose();
        if (!_isComplete)
        {
            Discard();
        }
    }

    private void Discard()
    {
        try
        {
            _stream.Dispose();
            File.Delete(_path + TemporaryExtension);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk refuses what is buffered, and the drive may be gone. The next run replaces the file.
        }
    }
}
