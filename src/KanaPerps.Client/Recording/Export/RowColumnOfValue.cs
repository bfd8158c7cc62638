namespace KanaPerps.Recording;

/// <summary>A column whose values have a type.</summary>
/// <typeparam name="TRow">The rows.</typeparam>
/// <typeparam name="TValue">The values, as a <see cref="ColumnBuffer{TValue}"/> has them.</typeparam>
internal sealed class RowColumn<TRow, TValue> : RowColumn<TRow>
{
    public RowColumn(string name, ColumnType type, Func<TRow, TValue> read)
        : base(name, type)
    {
        ValueOf = read;
    }

    /// <summary>The value of a row.</summary>
    public Func<TRow, TValue> ValueOf { get; }

    /// <inheritdoc/>
    public override ColumnBuffer CreateBuffer() => new ColumnBuffer<TValue>(Name, Type);

    /// <inheritdoc/>
    public override void Read(TRow row, ColumnBuffer buffer) => ((ColumnBuffer<TValue>)buffer).Add(ValueOf(row));
}
