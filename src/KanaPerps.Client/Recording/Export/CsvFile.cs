using System.Buffers;
using System.Globalization;
using System.Text;

namespace KanaPerps.Recording;

/// <summary>
/// Writes a table as text with commas (RFC 4180): UTF-8, a line of names, CR LF behind each line, and quotes around texts that need them. Numbers keep all their
/// digits, times are ISO 8601 in UTC with microseconds, and null is nothing while an empty text is a pair of quotes.
/// </summary>
internal sealed class CsvFile : ITableFile
{
    private const string LineEnd = "\r\n";

    private static readonly SearchValues<char> s_quoted = SearchValues.Create(",\"\r\n");

    private readonly StreamWriter _writer;
    private readonly char[] _text = new char[64];

    /// <summary>Begins a file with the names of its columns.</summary>
    /// <param name="destination">Takes the file; it is not closed.</param>
    /// <param name="columns">The columns.</param>
    public CsvFile(Stream destination, IEnumerable<ColumnBuffer> columns)
    {
        _writer = new StreamWriter(destination, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true) { NewLine = LineEnd };
        _writer.WriteLine(string.Join(',', columns.Select(c => c.Name)));
    }

    /// <inheritdoc/>
    public void Write(IReadOnlyList<ColumnBuffer> columns)
    {
        for (int row = 0; row < columns[0].Count; row++)
        {
            for (int i = 0; i < columns.Count; i++)
            {
                if (i > 0)
                {
                    _writer.Write(',');
                }

                Write(columns[i], row);
            }

            _writer.Write(LineEnd);
        }
    }

    /// <inheritdoc/>
    public void Complete() => _writer.Flush();

    // What is in the buffer of a file that is given up goes nowhere.
    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Write(ColumnBuffer column, int row)
    {
        switch (column)
        {
            case ColumnBuffer<string?> texts:
                Write(texts.Values.Span[row]);
                break;
            case ColumnBuffer<decimal?> numbers when numbers.Values.Span[row] is { } number:
                Write(number);
                break;
            case ColumnBuffer<long?> times when column.Type == ColumnType.Timestamp && times.Values.Span[row] is { } time:
                Write(ExportTime.Of(time), "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");
                break;
            case ColumnBuffer<long?> numbers when column.Type != ColumnType.Timestamp && numbers.Values.Span[row] is { } number:
                Write(number);
                break;
            case ColumnBuffer<ulong?> numbers when numbers.Values.Span[row] is { } number:
                Write(number);
                break;
            case ColumnBuffer<bool?> flags when flags.Values.Span[row] is { } flag:
                _writer.Write(flag ? "true" : "false");
                break;
            default:
                break;
        }
    }

    private void Write(string? text)
    {
        if (text is null)
        {
            return;
        }

        if (text.Length > 0 && !text.AsSpan().ContainsAny(s_quoted))
        {
            _writer.Write(text);
            return;
        }

        _writer.Write('"');
        _writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        _writer.Write('"');
    }

    private void Write<T>(T value, string? format = null)
        where T : ISpanFormattable
    {
        value.TryFormat(_text, out int length, format, CultureInfo.InvariantCulture);
        _writer.Write(_text.AsSpan(0, length));
    }
}
