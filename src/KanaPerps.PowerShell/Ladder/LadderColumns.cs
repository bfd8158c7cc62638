using KanaPerps.PowerShell.Formatting;

namespace KanaPerps.PowerShell.Ladder;

/// <summary>How wide the columns of a ladder are. A live picture hands them on from frame to frame, so that they do not jump with every number.</summary>
/// <param name="Price">The width of prices.</param>
/// <param name="Size">The width of sizes.</param>
/// <param name="Total">The width of sizes summed up.</param>
internal readonly record struct LadderColumns(int Price, int Size, int Total)
{
    /// <summary>These widths, or more where others are.</summary>
    public LadderColumns AtLeast(LadderColumns others) => new(Math.Max(Price, others.Price), Math.Max(Size, others.Size), Math.Max(Total, others.Total));

    /// <summary>These widths, or more where a book needs more.</summary>
    public LadderColumns Fit(LadderBook book, IEnumerable<LadderRow> rows)
    {
        LadderColumns fitted = this;
        foreach (LadderRow row in rows)
        {
            fitted = fitted.AtLeast(new(
                Text(row.Price, book.PriceDecimals).Length, Text(row.Size, book.SizeDecimals).Length, Text(row.Total, book.SizeDecimals).Length));
        }

        return fitted;
    }

    /// <summary>A number as the session's culture writes it, like the tables do.</summary>
    public static string Text(decimal number, int decimals) => number.ToString($"F{decimals}", CellNumbers.Of(null));
}
