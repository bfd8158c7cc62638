namespace KanaPerps.Wire.Fast;

/// <summary>
/// The names of a row's fields in the order in which the venue last sent them: what <see cref="FastPath"/> expects literally. It is
/// learnt from a row that <see cref="JsonMessageReader"/> has read, so it follows a venue that changes its order or adds a field.
/// </summary>
internal sealed class RowShape
{
    private const int MostFields = 64;

    private readonly (int Start, int Length, int Slot)[] _seen = new (int, int, int)[MostFields];
    private ShapedField[] _fields = [];
    private int _count;

    /// <summary>The fields in their order; none as long as no row has been seen.</summary>
    public ReadOnlySpan<ShapedField> Fields => _fields;

    /// <summary>A row begins that is to be learnt from.</summary>
    public void Begin() => _count = 0;

    /// <summary>The next field of that row.</summary>
    /// <param name="start">Where its name begins in the message.</param>
    /// <param name="length">How long the name is, as it is written there.</param>
    /// <param name="slot">Where its value belongs.</param>
    public void Add(int start, int length, int slot)
    {
        if (_count < MostFields)
        {
            _seen[_count] = (start, length, slot);
        }

        _count++;
    }

    /// <summary>The row that was last begun, and its message, turned out well: rows are expected to be like it from now on.</summary>
    /// <param name="json">The message.</param>
    public void Learn(ReadOnlySpan<byte> json)
    {
        if (_count is 0 or > MostFields || Matches(json))
        {
            return;
        }

        _fields = new ShapedField[_count];
        for (int i = 0; i < _count; i++)
        {
            (int start, int length, int slot) = _seen[i];
            byte[] name = json.Slice(start, length).ToArray();
            _fields[i] = new([(byte)(i == 0 ? '{' : ','), (byte)'"', .. name, (byte)'"', (byte)':'], slot);
        }
    }

    private bool Matches(ReadOnlySpan<byte> json)
    {
        if (_count != _fields.Length)
        {
            return false;
        }

        for (int i = 0; i < _count; i++)
        {
            (int start, int length, int slot) = _seen[i];
            if (_fields[i].Slot != slot || !json.Slice(start, length).SequenceEqual(_fields[i].Lead.AsSpan()[2..^2]))
            {
                return false;
            }
        }

        return true;
    }
}
