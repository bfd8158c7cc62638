using System.Management.Automation.Host;
using KanaPerps.PowerShell.Screens;

namespace KanaPerps.PowerShell.Ladder;

/// <summary>
/// Lays a window out: the ladder with its best prices in the middle, the last trades beside it or below, and the health of the
/// connections in the last line. What a small window has no room for is left out, the spread last of all.
/// </summary>
internal sealed class LadderPage
{
    private const int TapeWidth = 34;
    private const int TapeGap = 3;
    private const int LeastWidthForTapeBeside = 96;
    private const int LeastHeightForTapeBelow = 18;
    private const int LeastHeightForHeader = 10;
    private const int TapeRowsBelow = 6;

    private readonly int _depth;
    private LadderColumns _columns;
    private int _width;
    private int _mostLevels;

    /// <summary>Makes a page.</summary>
    /// <param name="depth">How many levels of each side to show at most.</param>
    public LadderPage(int depth)
    {
        _depth = depth;
    }

    /// <summary>Draws the page.</summary>
    /// <param name="book">The book.</param>
    /// <param name="tape">The last trades.</param>
    /// <param name="health">How the connections stand.</param>
    /// <param name="hint">What the user can do.</param>
    /// <param name="window">The size of the window.</param>
    /// <param name="now">The time to show: that of the book would stand still in an outage.</param>
    /// <returns>The lines, as many as the window has.</returns>
    public List<TextLine> Draw(LadderBook book, TradeTape tape, ConnectionHealth health, string hint, Size window, DateTimeOffset now)
    {
        int width = Math.Max(1, window.Width);
        int height = Math.Max(1, window.Height);
        List<TextLine> foot = health.Foot(width, height, hint);
        bool isBeside = width >= LeastWidthForTapeBeside;
        int tapeRows = !isBeside && height >= LeastHeightForTapeBelow ? TapeRowsBelow : 0;
        List<TextLine> page = Ladder(book, isBeside ? width - TapeWidth - TapeGap : width, height - foot.Count - tapeRows, now);

        // The ladder takes an even number of levels, and no more than it was asked for: what is left goes to the trades.
        int left = height - foot.Count - page.Count;
        IEnumerable<TextLine> Tape(int columns, int rows) => tape.Draw(columns, rows, book.PriceDecimals, book.SizeDecimals);
        page.AddRange(tapeRows > 0 ? Tape(width, left) : Enumerable.Repeat(new TextLine(width), left));
        return [.. isBeside ? page.Zip(Tape(TapeWidth, page.Count), (line, trade) => Join(line, trade, width)) : page, .. foot];
    }

    private static TextLine Join(TextLine line, TextLine trade, int width) => new TextLine(width).Add(line).PadTo(width - TapeWidth).Add(trade);

    private List<TextLine> Ladder(LadderBook book, int width, int height, DateTimeOffset now)
    {
        bool hasTitle = height >= 4;
        bool hasHeader = height >= LeastHeightForHeader;
        _mostLevels = Math.Max(_mostLevels, Math.Min(_depth, Math.Max(book.Asks.Count, book.Bids.Count)));
        int rows = Math.Min(_mostLevels, (height - 1 - (hasTitle ? 1 : 0) - (hasHeader ? 1 : 0)) / 2);
        LadderRenderer ladder = new(book, width, rows, width == _width ? _columns : default);
        (_columns, _width) = (ladder.Columns, width);

        // The spread keeps its place however many levels there are.
        TextLine[] asks = [.. ladder.Asks()];
        TextLine[] bids = [.. ladder.Bids()];
        return
        [
            .. hasTitle ? [ladder.Title(now)] : Array.Empty<TextLine>(),
            .. hasHeader ? [ladder.Header()] : Array.Empty<TextLine>(),
            .. Enumerable.Repeat(new TextLine(width), rows - asks.Length),
            .. asks,
            ladder.Spread(),
            .. bids,
            .. Enumerable.Repeat(new TextLine(width), rows - bids.Length),
        ];
    }
}
