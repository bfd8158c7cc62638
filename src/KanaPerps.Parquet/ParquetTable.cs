using System.Buffers;
using System.IO.Compression;
using System.Numerics;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace KanaPerps.Parquet;

/// <summary>
/// Writes a Parquet file with Parquet.Net: row groups, each column by column in the order of the columns. The same calls give the same bytes. This
/// type's public members have types of the framework and of this assembly only, so that no type of a package is bound outside of it.
/// </summary>
/// <remarks>
/// The library would write the statistics of timestamps in milliseconds, whatever their unit is, and readers would skip row groups by them. So times, and decimals of up to
/// 18 digits, which it would scale with floating point, are handed to it as the whole numbers that the file holds; the schema says what they mean.
/// </remarks>
public sealed class ParquetTable : IDisposable
{
    // What a whole number of 64 bits holds.
    private const int MostNarrowDigits = 18;

    private readonly ParquetWriter _writer;
    private readonly IReadOnlyList<ParquetColumn> _columns;
    private readonly DataField[] _fields;
    private ParquetRowGroupWriter? _group;
    private int _column;

    /// <summary>Begins a file.</summary>
    /// <param name="destination">Takes the file; it is not closed.</param>
    /// <param name="columns">The columns.</param>
    public ParquetTable(Stream destination, IReadOnlyList<ParquetColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(columns);
        _columns = columns;
        ParquetOptions options = new() { CompressionMethod = CompressionMethod.Zstd, CompressionLevel = CompressionLevel.Optimal };
        foreach (ParquetColumn column in columns)
        {
            options.ColumnEncodingHints[column.Name] = column.Type == ParquetType.Text ? EncodingHint.Dictionary : EncodingHint.DeltaBinaryPacked;
        }

        // What is written belongs to fields of the physical types, attached to a schema of their own.
        _fields = [.. columns.Select(c => new DataField(c.Name, PhysicalTypeOf(c), isNullable: true))];
        _ = new ParquetSchema(_fields);
        _writer = Await(ParquetWriter.CreateAsync(new ParquetSchema(columns.Select(FieldOf)), destination, options));
    }

    /// <summary>Begins a row group. Its columns follow.</summary>
    public void BeginGroup()
    {
        _group = _writer.CreateRowGroup();
        _column = 0;
    }

    /// <summary>Ends the row group: all of its columns have been written.</summary>
    public void EndGroup()
    {
        _group!.CompleteValidate();
        _group.Dispose();
        _group = null;
    }

    /// <summary>Writes the next column, of text.</summary>
    /// <param name="values">The values.</param>
    public void Write(ReadOnlySpan<string?> values)
    {
        ReadOnlyMemory<char>?[] texts = ArrayPool<ReadOnlyMemory<char>?>.Shared.Rent(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            texts[i] = values[i]?.AsMemory();
        }

        WriteNext<ReadOnlyMemory<char>>(texts.AsMemory(0, values.Length));
        ArrayPool<ReadOnlyMemory<char>?>.Shared.Return(texts, clearArray: true);
    }

    /// <summary>Writes the next column, of truth values.</summary>
    /// <param name="values">The values.</param>
    public void Write(ReadOnlyMemory<bool?> values) => WriteNext(values);

    /// <summary>Writes the next column, of whole numbers, or of times in microseconds since 1970.</summary>
    /// <param name="values">The values.</param>
    public void Write(ReadOnlyMemory<long?> values) => WriteNext(values);

    /// <summary>Writes the next column, of whole numbers without a sign.</summary>
    /// <param name="values">The values.</param>
    public void Write(ReadOnlyMemory<ulong?> values) => WriteNext(values);

    /// <summary>Writes the next column, of decimal numbers.</summary>
    /// <param name="values">The values.</param>
    /// <exception cref="OverflowException">A number does not fit into the column's precision and scale.</exception>
    public void Write(ReadOnlySpan<decimal?> values)
    {
        ParquetColumn column = _columns[_column];
        if (column.Precision <= MostNarrowDigits)
        {
            WriteScaled(values, number => (long)DecimalScaling.Unscaled(number, column.Precision, column.Scale));
        }
        else
        {
            WriteScaled(values, number => new BigDecimal(DecimalScaling.Unscaled(number, column.Precision, column.Scale), column.Precision, column.Scale));
        }
    }

    /// <summary>Ends the file.</summary>
    public void Complete() => Await(_writer.DisposeAsync().AsTask());

    /// <summary>Releases what an incomplete file holds. The destination stays open.</summary>
    public void Dispose() => _group?.Dispose();

    private static DataField FieldOf(ParquetColumn column) => column.Type switch
    {
        ParquetType.Text => new DataField(column.Name, typeof(string), isNullable: true),
        ParquetType.Boolean => new DataField(column.Name, typeof(bool), isNullable: true),
        ParquetType.Int64 => new DataField(column.Name, typeof(long), isNullable: true),
        ParquetType.UInt64 => new DataField(column.Name, typeof(ulong), isNullable: true),
        ParquetType.Timestamp => new DateTimeDataField(column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable: true),
        _ => new DecimalDataField(column.Name, column.Precision, column.Scale, isNullable: true, clrType: IsNarrow(column) ? typeof(decimal) : typeof(BigDecimal)),
    };

    private static Type PhysicalTypeOf(ParquetColumn column) => column.Type switch
    {
        ParquetType.Text => typeof(string),
        ParquetType.Boolean => typeof(bool),
        ParquetType.UInt64 => typeof(ulong),
        ParquetType.Decimal when !IsNarrow(column) => typeof(BigDecimal),
        _ => typeof(long),
    };

    private static bool IsNarrow(ParquetColumn column) => column.Precision <= MostNarrowDigits;

    private void WriteScaled<T>(ReadOnlySpan<decimal?> values, Func<decimal, T> scale)
        where T : struct
    {
        T?[] scaled = ArrayPool<T?>.Shared.Rent(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            scaled[i] = values[i] is { } number ? scale(number) : null;
        }

        WriteNext<T>(scaled.AsMemory(0, values.Length));
        ArrayPool<T?>.Shared.Return(scaled);
    }

    private void WriteNext<T>(ReadOnlyMemory<T?> values)
        where T : struct
    {
        Await(_group!.WriteAsync(_fields[_column], values));
        _column++;
    }

    // The library writes to the stream it is given, and this one is a file that is written synchronously.
    private static void Await(Task task) => task.GetAwaiter().GetResult();

    private static T Await<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
