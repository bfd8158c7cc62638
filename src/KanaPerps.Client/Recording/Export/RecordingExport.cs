namespace KanaPerps.Recording;

/// <summary>
/// Exports a recording to tables. It is played twice, so that the memory does not grow with it: the first time finds out which files there will be, how many rows
/// each has and how many digits its numbers have, the second time writes. Only the order of the recording decides what is written when: the same recording gives the same bytes.
/// </summary>
internal sealed class RecordingExport
{
    /// <summary>How many rows are written together.</summary>
    public const int RowsOfGroup = 122_880;

    // How many values of all open files wait in memory at most.
    private const long MostWaiting = 8_000_000;

    private readonly IExportSource _source;
    private readonly ExportOptions _options;
    private readonly ExportTables _tables;
    private readonly List<ExportPart> _open = [];
    private long _waiting;

    /// <summary>Prepares to export.</summary>
    /// <param name="source">What to export.</param>
    /// <param name="options">How.</param>
    public RecordingExport(IExportSource source, ExportOptions options)
    {
        _source = source;
        _options = options;
        _tables = new ExportTables(options);
    }

    /// <summary>Whether it is being written, which is the second half of the work.</summary>
    public bool IsWriting { get; private set; }

    /// <summary>Exports. A caller that does not read to the end leaves whole files and no others.</summary>
    /// <returns>The files as they are completed, why files are not written, and nothing now and then, for the caller to look at other things.</returns>
    public IEnumerable<ExportEvent> Run()
    {
        long count = 0;
        foreach (RecordingEvent recorded in _source.Play())
        {
            count++;
            Measure(recorded);
            yield return default;
        }

        foreach (ExportEvent refusal in Refuse())
        {
            yield return refusal;
        }

        try
        {
            IsWriting = true;
            foreach (ExportEvent file in WriteEmpty())
            {
                yield return file;
            }

            if (Parts().All(p => p.Part.IsClosed))
            {
                yield break;
            }

            foreach (RecordingEvent recorded in _source.Play())
            {
                (ExportTable table, IReadOnlyList<object> items) = _tables.Find(recorded);
                foreach (object item in items)
                {
                    yield return Write(table, item);
                }

                yield return default;

                // A recorder may have written more since.
                if (--count == 0)
                {
                    break;
                }
            }

            foreach ((_, ExportPart part) in Parts().Where(p => !p.Part.IsClosed))
            {
                yield return Fail(part, ExportErrors.Changed(part.Path));
            }
        }
        finally
        {
            foreach (ExportPart part in _open)
            {
                part.Writer!.Dispose();
            }
        }
    }

    private IEnumerable<(ExportTable Table, ExportPart Part)> Parts() => _tables.All.SelectMany(t => t.Parts.Select(p => (t, p)));

    private void Measure(RecordingEvent recorded)
    {
        (ExportTable table, IReadOnlyList<object> items) = _tables.Find(recorded);
        foreach (object item in items)
        {
            table.Measure(item);
        }
    }

    // What is known before anything is written.
    private IEnumerable<ExportEvent> Refuse()
    {
        foreach (ExportTable table in _tables.All)
        {
            KeyValuePair<string, DecimalExtent> wide = table.Extents.FirstOrDefault(e => !e.Value.Fits);
            bool fits = wide.Key is null || _options.Format != ExportFormat.Parquet;
            if (!fits)
            {
                yield return new(null, ExportErrors.Precision(table.Name, wide.Key!, wide.Value), table.Name);
            }

            foreach (ExportPart part in table.Parts)
            {
                // Such as the part of a book without levels.
                bool isNothing = part.Rows == 0 && _options.Partitions != ExportPartitions.None;
                bool exists = fits && !isNothing && !_options.Overwrite && File.Exists(part.Path);
                part.IsClosed = !fits || isNothing || exists;
                if (exists)
                {
                    yield return new(null, ExportErrors.Exists(part.Path), part.Path);
                }
            }
        }
    }

    private IEnumerable<ExportEvent> WriteEmpty() =>
        Parts().Where(p => p.Part is { IsClosed: false, Rows: 0 }).Select(p => Try(p.Part, () =>
        {
            Open(p.Table, p.Part);
            return Complete(p.Table, p.Part);
        }));

    private ExportEvent Write(ExportTable table, object item)
    {
        if (table.PartOf(item) is not { IsClosed: false } part)
        {
            return default;
        }

        return part.Rows == 0 ? Fail(part, ExportErrors.Changed(part.Path)) : Try(part, () =>
        {
            PartWriter writer = part.Writer ?? Open(table, part);
            int before = writer.Waiting;
            table.Read(item, writer.Columns);
            _waiting += (long)(writer.Waiting - before) * writer.Columns.Count;
            if (writer.Rows + writer.Waiting >= part.Rows)
            {
                return Complete(table, part);
            }

            if (writer.Waiting >= RowsOfGroup)
            {
                Flush(writer);
            }
            else if (_waiting > MostWaiting)
            {
                Flush(_open.MaxBy(p => p.Writer!.Waiting)!.Writer!);
            }

            return default;
        });
    }

    private PartWriter Open(ExportTable table, ExportPart part)
    {
        part.Writer = table.Open(part);
        _open.Add(part);
        return part.Writer;
    }

    private void Flush(PartWriter writer)
    {
        _waiting -= (long)writer.Waiting * writer.Columns.Count;
        writer.Flush();
    }

    private ExportEvent Complete(ExportTable table, ExportPart part)
    {
        Flush(part.Writer!);
        long bytes = part.Writer!.Complete(_options.Overwrite);
        Close(part);
        return new(new()
        {
            Path = part.Path,
            Table = table.Name,
            Symbol = part.Symbol,
            Format = _options.Format,
            Rows = part.Rows,
            Bytes = bytes,
            From = part.From,
            To = part.To,
        });
    }

    private ExportEvent Try(ExportPart part, Func<ExportEvent> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(part, ExportErrors.Failed(part.Path, e));
        }
        catch (OverflowException)
        {
            return Fail(part, ExportErrors.Changed(part.Path));
        }
    }

    private ExportEvent Fail(ExportPart part, KanaException error)
    {
        Close(part);
        return new(null, error, part.Path);
    }

    private void Close(ExportPart part)
    {
        part.IsClosed = true;
        if (part.Writer is { } writer)
        {
            _waiting -= (long)writer.Waiting * writer.Columns.Count;
            writer.Dispose();
            _open.Remove(part);
        }
    }
}
