using System.Collections.ObjectModel;
using System.Globalization;

namespace KanaPerps;

/// <summary>The levels of one side of an order book, best first.</summary>
public sealed class BookLevels : ReadOnlyCollection<BookLevel>
{
    internal BookLevels(ArraySegment<BookLevel> levels)
        : base(levels)
    {
    }

    /// <summary>How many levels there are: what a CSV file of whole books has in the side's column.</summary>
    /// <returns>The number.</returns>
    public override string ToString() => Count.ToString(CultureInfo.InvariantCulture);
}
