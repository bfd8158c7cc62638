using System.Collections.ObjectModel;

namespace KanaPerps;

/// <summary>What an order book holds within some distances of its mid, the nearest first. A list whose text reads well in a CSV file.</summary>
public sealed class BookDepths : ReadOnlyCollection<BookDepth>
{
    internal static BookDepths None { get; } = new([]);

    internal BookDepths(BookDepth[] depths)
        : base(depths)
    {
    }

    /// <summary>The distances with their sizes.</summary>
    /// <returns>The text, empty for no distances.</returns>
    public override string ToString() => string.Join("; ", this);
}
