using System.Reflection;

namespace KanaPerps.Recording;

/// <summary>A table of the rows of a type.</summary>
/// <typeparam name="TItem">The objects that the rows are made of, often the rows themselves.</typeparam>
/// <typeparam name="TRow">The rows.</typeparam>
internal sealed class ExportTable<TItem, TRow> : ExportTable
{
    private static readonly Func<TItem, DateTimeOffset?> s_at = TimeOf();
    private static readonly Func<TItem, string?>? s_symbol = Property<string?>(nameof(Trade.Symbol));

    private readonly Func<TItem, IReadOnlyList<TRow>> _rowsOf;
    private readonly RowColumn<TRow>[] _columns;
    private readonly (RowColumn<TRow, decimal?> Column, DecimalExtent Extent)[] _decimals;

    /// <summary>Makes a table.</summary>
    /// <param name="name">The name.</param>
    /// <param name="options">How to export.</param>
    /// <param name="rowsOf">The rows of an object.</param>
    public ExportTable(string name, ExportOptions options, Func<TItem, IReadOnlyList<TRow>> rowsOf)
        : base(name, options)
    {
        _rowsOf = rowsOf;

        // Readers of such folders take the symbol from the path, and some refuse files that have it too.
        _columns = [.. RowColumns<TRow>.All.Where(c => !(IsDividedBySymbol && c.Name == "symbol"))];
        _decimals = [.. _columns.OfType<RowColumn<TRow, decimal?>>().Select(c => (c, new DecimalExtent()))];
        Extents = _decimals.ToDictionary(d => d.Column.Name, d => d.Extent);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, DecimalExtent> Extents { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<ColumnBuffer> CreateBuffers() => [.. _columns.Select(c => c.CreateBuffer())];

    /// <inheritdoc/>
    public override ExportPart? PartOf(object item) => item is TItem typed && s_at(typed) is var at && IsWanted(at) ? PartOf(at, s_symbol?.Invoke(typed)) : null;

    /// <inheritdoc/>
    public override void Measure(object item)
    {
        if (PartOf(item) is not { } part)
        {
            return;
        }

        IReadOnlyList<TRow> rows = _rowsOf((TItem)item);
        part.Count(rows.Count, s_at((TItem)item));
        for (int i = 0; i < rows.Count; i++)
        {
            foreach ((RowColumn<TRow, decimal?> column, DecimalExtent extent) in _decimals)
            {
                extent.Add(column.ValueOf(rows[i]));
            }
        }
    }

    /// <inheritdoc/>
    public override void Read(object item, IReadOnlyList<ColumnBuffer> columns)
    {
        IReadOnlyList<TRow> rows = _rowsOf((TItem)item);
        for (int i = 0; i < rows.Count; i++)
        {
            for (int c = 0; c < _columns.Length; c++)
            {
                _columns[c].Read(rows[i], columns[c]);
            }
        }
    }

    /// <inheritdoc/>
    private protected override bool HasSymbol => s_symbol is not null;

    private static Func<TItem, DateTimeOffset?> TimeOf() =>
        Property<DateTimeOffset?>(nameof(GapRow.ToldAt)) ?? (Property<DateTimeOffset>(nameof(VenueRow.ReceivedAt)) is { } time ? item => time(item) : _ => null);

    private static Func<TItem, TValue>? Property<TValue>(string name) =>
        typeof(TItem).GetProperty(name, BindingFlags.Public | BindingFlags.Instance) is { } property && property.PropertyType == typeof(TValue)
            ? property.GetMethod!.CreateDelegate<Func<TItem, TValue>>()
            : null;
}
