using KanaPerps.Parquet;

namespace KanaPerps.Recording;

/// <summary>Writes a table as Parquet. Nothing else touches the bridge to that package, so that it is loaded only here.</summary>
internal sealed class ParquetFile : ITableFile
{
    private readonly ParquetTable _table;

    /// <summary>Begins a file.</summary>
    /// <param name="destination">Takes the file.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="extents">What each decimal column has to hold, by its name.</param>
    public ParquetFile(Stream destination, IEnumerable<ColumnBuffer> columns, IReadOnlyDictionary<string, DecimalExtent> extents)
    {
        _table = new ParquetTable(destination, [.. columns.Select(c => extents.TryGetValue(c.Name, out DecimalExtent? extent)
            ? new ParquetColumn(c.Name, ParquetType.Decimal, extent.Precision, extent.Scale)
            : new ParquetColumn(c.Name, TypeOf(c.Type)))]);
    }

    /// <inheritdoc/>
    public void Write(IReadOnlyList<ColumnBuffer> columns)
    {
        _table.BeginGroup();
        foreach (ColumnBuffer column in columns)
        {
            switch (column)
            {
                case ColumnBuffer<string?> texts:
                    _table.Write(texts.Values.Span);
                    break;
                case ColumnBuffer<decimal?> numbers:
                    _table.Write(numbers.Values.Span);
                    break;
                case ColumnBuffer<long?> numbers:
                    _table.Write(numbers.Values);
                    break;
                case ColumnBuffer<ulong?> numbers:
                    _table.Write(numbers.Values);
                    break;
                case ColumnBuffer<bool?> flags:
                    _table.Write(flags.Values);
                    break;
                default:
                    throw new InvalidOperationException($"The column {column.Name} has a type that is not known.");
            }
        }

        _table.EndGroup();
    }

    /// <inheritdoc/>
    public void Complete() => _table.Complete();

    /// <inheritdoc/>
    public void Dispose() => _table.Dispose();

    private static ParquetType TypeOf(ColumnType type) => type switch
    {
        ColumnType.Text => ParquetType.Text,
        ColumnType.Boolean => ParquetType.Boolean,
        ColumnType.Int64 => ParquetType.Int64,
        ColumnType.UInt64 => ParquetType.UInt64,
        _ => ParquetType.Timestamp,
    };
}
