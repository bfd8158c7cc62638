using KanaPerps.PowerShell.Formatting;
using KanaPerps.PowerShell.Screens;

namespace KanaPerps.PowerShell.Ladder;

/// <summary>
/// Draws a book as a ladder: asks above, bids below, best prices in the middle, and a bar for the depth of each level, full for its own
/// size and shaded for the better ones. Knows neither host nor clock; in a narrow window it leaves out totals, then bars, then side words.
/// </summary>
internal sealed class LadderRenderer
{
    private const int SideWidth = 3;
    private const int ShortestBar = 4;
    private const int LeastWidthForUnits = 59;
    private const string PriceLabel = "Price";
    private const string TotalLabel = "Total";
    private const string Eighths = " ▏▎▍▌▋▊▉";

    private readonly LadderBook _book;
    private readonly int _width;
    private readonly List<LadderRow> _bids;
    private readonly List<LadderRow> _asks;
    private readonly string _sizeLabel;
    private readonly bool _hasSide;
    private readonly bool _hasTotal;
    private readonly int _barWidth;

    /// <summary>Prepares a picture.</summary>
    /// <param name="book">The book.</param>
    /// <param name="width">How many columns there are.</param>
    /// <param name="depth">How many levels of each side to show.</param>
    /// <param name="atLeast">How wide the columns are at least.</param>
    public LadderRenderer(LadderBook book, int width, int depth, LadderColumns atLeast = default)
    {
        _book = book;
        _width = width;
        _bids = LadderRow.Of(book.Bids, depth);
        _asks = LadderRow.Of(book.Asks, depth);
        _sizeLabel = width >= LeastWidthForUnits && book.Asset is { Length: < 10 } asset ? $"Size ({asset})" : "Size";
        LadderColumns labels = new(PriceLabel.Length, _sizeLabel.Length, TotalLabel.Length);
        Columns = atLeast.AtLeast(labels).Fit(book, _bids.Concat(_asks));
        int numbers = Columns.Price + 2 + Columns.Size;
        int total = 2 + Columns.Total;
        _hasSide = width >= SideWidth + 1 + numbers;
        int used = numbers + (_hasSide ? SideWidth + 1 : 0);
        _hasTotal = width >= used + total + 2 + (2 * ShortestBar);
        used += _hasTotal ? total : 0;
        _barWidth = width - used - 2 >= ShortestBar ? width - used - 2 : 0;
    }

    /// <summary>The widths of the columns in this picture.</summary>
    public LadderColumns Columns { get; }

    /// <summary>Which book it is, and when.</summary>
    /// <param name="now">The time to show, or null for that of the book.</param>
    public TextLine Title(DateTimeOffset? now = null) => TitleLine.Of(_width, _book.Market, _book.Network, now ?? _book.ReceivedAt);

    /// <summary>The names of the columns.</summary>
    public TextLine Header()
    {
        TextLine line = new TextLine(_width).Add(_hasSide ? new string(' ', SideWidth + 1) : "");
        line.Add(PriceLabel.PadLeft(Columns.Price), ShellStyle.Dim).AddIfFits(_sizeLabel.PadLeft(2 + Columns.Size), ShellStyle.Dim);
        return _hasTotal ? line.Add(TotalLabel.PadLeft(2 + Columns.Total), ShellStyle.Dim) : line;
    }

    /// <summary>The asks, the best one last.</summary>
    public IEnumerable<TextLine> Asks() => Enumerable.Reverse(_asks).Select(row => Level("ask", row, ShellStyle.Loss));

    /// <summary>The bids, the best one first.</summary>
    public IEnumerable<TextLine> Bids() => _bids.Select(row => Level("bid", row, ShellStyle.Gain));

    /// <summary>The line between the sides: what is odd, the spread and the mid price.</summary>
    public TextLine Spread()
    {
        TextLine line = new TextLine(_width).Add(_hasSide ? "─── " : "");
        if (_book.Anomalies.Length == 0 && SpreadPieces().FirstOrDefault() is { } first && first.Length > line.Room)
        {
            string number = LadderColumns.Text(_book.Spread ?? 0, _book.PriceDecimals);
            return new TextLine(_width).Add(number.Length + 2 <= _width ? $"─ {number}" : number);
        }

        if (_book.Anomalies.Length > 0)
        {
            line.Add(_book.Anomalies, ShellStyle.Caution).Add(" ");
        }

        foreach (string piece in SpreadPieces().TakeWhile(p => p.Length <= line.Room))
        {
            line.Add(piece);
        }

        return line.Room > 1 ? line.Add(" ").Add(new string('─', line.Room), ShellStyle.Dim) : line;
    }

    // The most important first.
    private IEnumerable<string> SpreadPieces()
    {
        if (_book.Spread is { } spread)
        {
            yield return $"spread {LadderColumns.Text(spread, _book.PriceDecimals)}";
            if (_book.Mid is > 0 and decimal mid)
            {
                yield return string.Create(CellNumbers.Of(null), $" ({(double)spread / (double)mid * 10_000:0.0#} bps)");
                yield return $"  mid {LadderColumns.Text(mid, _book.PriceDecimals + 1)}";
            }
        }
    }

    private TextLine Level(string side, LadderRow row, string style)
    {
        TextLine line = new(_width);
        if (_hasSide)
        {
            line.Add(side, style).Add(" ");
        }

        line.Add(LadderColumns.Text(row.Price, _book.PriceDecimals).PadLeft(Columns.Price), style);
        line.AddIfFits(LadderColumns.Text(row.Size, _book.SizeDecimals).PadLeft(2 + Columns.Size));
        if (_hasTotal)
        {
            line.Add(LadderColumns.Text(row.Total, _book.SizeDecimals).PadLeft(2 + Columns.Total), ShellStyle.Dim);
        }

        return _barWidth == 0 ? line : line.Add("  ").Add(Bar(row), style);
    }

    private string Bar(LadderRow row)
    {
        // A picture may round: the numbers beside it do not.
        double deepest = (double)Math.Max(_bids.Count == 0 ? 0 : _bids[^1].Total, _asks.Count == 0 ? 0 : _asks[^1].Total);
        double unit = deepest > 0 ? _barWidth / deepest : 0;
        int eighths = Math.Max(1, (int)((double)row.Size * unit * 8));
        string own = new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : Eighths[eighths % 8]);
        int whole = Math.Min(_barWidth, (int)Math.Ceiling((double)row.Total * unit));
        return own + new string('░', Math.Max(0, whole - own.Length));
    }
}
