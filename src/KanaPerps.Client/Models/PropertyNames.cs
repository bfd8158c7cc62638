using System.Collections;
using System.Runtime.CompilerServices;

namespace KanaPerps;

/// <summary>Names of properties. A list whose text is the names, so that it reads well in a string and in a CSV file.</summary>
[CollectionBuilder(typeof(PropertyNames), nameof(Of))]
public sealed class PropertyNames : IReadOnlyList<string>
{
    private static readonly PropertyNames s_none = new([]);

    private readonly string[] _names;

    private PropertyNames(string[] names)
    {
        _names = names;
    }

    /// <inheritdoc/>
    public int Count => _names.Length;

    /// <inheritdoc/>
    public string this[int index] => _names[index];

    /// <summary>Makes a list. Lists without names are one and the same.</summary>
    /// <param name="names">The names.</param>
    /// <returns>The list.</returns>
    public static PropertyNames Of(ReadOnlySpan<string> names) => names.IsEmpty ? s_none : new(names.ToArray());

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The names with commas between them.</summary>
    /// <returns>The text, empty for no names.</returns>
    public override string ToString() => string.Join(", ", _names);
}
