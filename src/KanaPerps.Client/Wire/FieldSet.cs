using System.Text;

namespace KanaPerps.Wire;

/// <summary>The fields that a topic's rows may have, each declared once. What is not declared here is passed over on the wire.</summary>
internal sealed class FieldSet
{
    private readonly List<(byte[] Name, Field Field)> _names = [];

    /// <summary>How many fields are declared.</summary>
    public int Count { get; private set; }

    /// <summary>Declares a field.</summary>
    /// <param name="wireName">The name on the wire.</param>
    /// <param name="property">The property of the model that it feeds.</param>
    /// <param name="alias">A second name for the same thing, as another source of the same rows writes it.</param>
    /// <returns>The handle to read the field with.</returns>
    public Field Add(string wireName, string property, string? alias = null)
    {
        Field field = new(Count++, wireName, property);
        _names.Add((Encoding.UTF8.GetBytes(wireName), field));
        if (alias is not null)
        {
            _names.Add((Encoding.UTF8.GetBytes(alias), field));
        }

        return field;
    }

    /// <summary>Writes a row that has every field, each with the value 1: a number, a time, an id, a flag.</summary>
    /// <returns>The row as JSON.</returns>
    public string ExampleRow() => $"{{{string.Join(',', _names.Select(n => $"\"{Encoding.UTF8.GetString(n.Name)}\":\"1\""))}}}";

    /// <summary>Finds a field by its name on the wire.</summary>
    /// <param name="name">The name, unescaped.</param>
    /// <param name="hint">Where to look first: rows mostly have their fields in one order. Moves on with each find.</param>
    /// <returns>The field's index, or -1 for a name that is not declared.</returns>
    public int Find(ReadOnlySpan<byte> name, ref int hint)
    {
        int count = _names.Count;
        for (int i = 0; i < count; i++)
        {
            int at = hint + i;
            at = at >= count ? at - count : at;
            if (name.SequenceEqual(_names[at].Name))
            {
                hint = at + 1 == count ? 0 : at + 1;
                return _names[at].Field.Index;
            }
        }

        return -1;
    }
}
