namespace KanaPerps.Recording;

/// <summary>Values of a column that have not been written yet.</summary>
/// <typeparam name="TValue">A type that holds null: string, or the nullable of bool, long, ulong or decimal.</typeparam>
internal sealed class ColumnBuffer<TValue> : ColumnBuffer
{
    private TValue[] _values = [];

    public ColumnBuffer(string name, ColumnType type)
        : base(name, type)
    {
    }

    /// <summary>The values.</summary>
    public ReadOnlyMemory<TValue> Values => _values.AsMemory(0, Count);

    /// <summary>Adds a value.</summary>
    /// <param name="value">The value.</param>
    public void Add(TValue value)
    {
        if (Count == _values.Length)
        {
            Array.Resize(ref _values, Math.Max(64, Count * 2));
        }

        _values[Count++] = value;
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        // Texts would be kept alive.
        Array.Clear(_values, 0, Count);
        Count = 0;
    }
}
