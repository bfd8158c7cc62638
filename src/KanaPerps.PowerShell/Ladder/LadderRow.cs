namespace KanaPerps.PowerShell.Ladder;

/// <summary>A price level in a ladder.</summary>
/// <param name="Price">The price.</param>
/// <param name="Size">The size resting at it.</param>
/// <param name="Total">The size of this level and all better ones of its side.</param>
internal readonly record struct LadderRow(decimal Price, decimal Size, decimal Total)
{
    /// <summary>The best levels of a side, summed up from the best on.</summary>
    public static List<LadderRow> Of(IReadOnlyList<BookLevel> levels, int count)
    {
        List<LadderRow> rows = [];
        decimal total = 0;
        foreach (BookLevel level in levels.Take(count))
        {
            total = level.Size > decimal.MaxValue - total ? decimal.MaxValue : total + level.Size;
            rows.Add(new LadderRow(level.Price, level.Size, total));
        }

        return rows;
    }
}
