using System.Globalization;

namespace KanaPerps.Recording;

/// <summary>A table of an export: what it has is counted and measured first, then written.</summary>
internal abstract class ExportTable
{
    // What Hive, DuckDB and pandas take for null in the name of a folder.
    private const string NullPartition = "__HIVE_DEFAULT_PARTITION__";

    private readonly ExportOptions _options;
    private readonly Dictionary<(DateOnly? Day, string? Symbol), ExportPart> _parts = [];
    private ((DateOnly? Day, string? Symbol) Key, ExportPart? Part) _last;

    private protected ExportTable(string name, ExportOptions options)
    {
        Name = name;
        _options = options;
        if (options.Partitions == ExportPartitions.None)
        {
            // Also without rows: an empty table says that there were none.
            _ = PartOf(null, null);
        }
    }

    /// <summary>The table's name.</summary>
    public string Name { get; }

    /// <summary>The files of the table.</summary>
    public IReadOnlyCollection<ExportPart> Parts => _parts.Values;

    /// <summary>How many digits each decimal column has to hold, by the column's name.</summary>
    public abstract IReadOnlyDictionary<string, DecimalExtent> Extents { get; }

    /// <summary>Counts and measures the rows of an object.</summary>
    /// <param name="item">The object.</param>
    public abstract void Measure(object item);

    /// <summary>Finds the part that the rows of an object belong to.</summary>
    /// <param name="item">The object.</param>
    /// <returns>The part, or null for an object that was received outside of the time.</returns>
    public abstract ExportPart? PartOf(object item);

    /// <summary>Reads the rows of an object into the columns of its part.</summary>
    /// <param name="item">The object.</param>
    /// <param name="columns">The buffers.</param>
    public abstract void Read(object item, IReadOnlyList<ColumnBuffer> columns);

    /// <summary>Makes buffers for the columns of a part.</summary>
    /// <returns>The buffers.</returns>
    public abstract IReadOnlyList<ColumnBuffer> CreateBuffers();

    /// <summary>Begins to write a part.</summary>
    /// <param name="part">The part.</param>
    /// <returns>The writer.</returns>
    public PartWriter Open(ExportPart part)
    {
        IReadOnlyList<ColumnBuffer> columns = CreateBuffers();
        return new(part.Path, columns, stream => _options.Format == ExportFormat.Parquet ? OpenParquet(stream, columns, Extents) : new CsvFile(stream, columns));
    }

    // By itself, so that the package is not loaded for another format.
    private static ParquetFile OpenParquet(Stream stream, IReadOnlyList<ColumnBuffer> columns, IReadOnlyDictionary<string, DecimalExtent> extents) => new(stream, columns, extents);

    /// <summary>Whether rows that were received at a time are exported.</summary>
    /// <param name="at">The time, or null where it is not known.</param>
    private protected bool IsWanted(DateTimeOffset? at) => !(at < _options.Part.From || at > _options.Part.To);

    /// <summary>The part for rows.</summary>
    /// <param name="at">When they were received, or null where that is not known.</param>
    /// <param name="symbol">Their market's symbol, or null.</param>
    private protected ExportPart PartOf(DateTimeOffset? at, string? symbol)
    {
        (DateOnly? Day, string? Symbol) key = (
            _options.Partitions.HasFlag(ExportPartitions.Day) && at is { } time ? DateOnly.FromDateTime(time.UtcDateTime) : null,
            IsDividedBySymbol ? symbol : null);
        if (_last.Part is not null && _last.Key == key)
        {
            return _last.Part;
        }

        if (!_parts.TryGetValue(key, out ExportPart? part))
        {
            part = new ExportPart { Path = PathOf(key.Day, key.Symbol), Symbol = key.Symbol };
            _parts.Add(key, part);
        }

        _last = (key, part);
        return part;
    }

    /// <summary>Whether rows name a market.</summary>
    private protected abstract bool HasSymbol { get; }

    /// <summary>Whether the symbol stands in the path and so in no column.</summary>
    private protected bool IsDividedBySymbol => HasSymbol && _options.Partitions.HasFlag(ExportPartitions.Symbol);

    private string PathOf(DateOnly? day, string? symbol)
    {
        string extension = _options.Format == ExportFormat.Parquet ? ".parquet" : ".csv";
        if (_options.Partitions == ExportPartitions.None)
        {
            return Path.Combine(_options.OutputPath, Name + extension);
        }

        string folder = Path.Combine(_options.OutputPath, Name);
        if (_options.Partitions.HasFlag(ExportPartitions.Day))
        {
            folder = Path.Combine(folder, $"day={day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? NullPartition}");
        }

        if (IsDividedBySymbol)
        {
            folder = Path.Combine(folder, $"symbol={(symbol is null ? NullPartition : Uri.EscapeDataString(symbol))}");
        }

        return Path.Combine(folder, "part" + extension);
    }
}
