using System.Globalization;
using System.Management.Automation.Host;
using KanaPerps.PowerShell.Formatting;
using KanaPerps.PowerShell.Screens;
using KanaPerps.Valuation;

namespace KanaPerps.PowerShell.MarketScreen;

/// <summary>
/// Lays a window out: a table with a row for each market, and the health of the connections below. Knows neither host nor clock. Columns and rows for which a
/// small window has no room are left out.
/// </summary>
internal sealed class MarketPage
{
    private const int ShortestSparkline = 8;
    private const int LongestSparkline = 60;
    private const int LeastWidthForWords = 17;
    private const int LeastHeightForTitle = 4;
    private const int LeastHeightForHeader = 6;
    private const int NumberWidth = 12;
    private const int MostSeconds = 300;

    private readonly TextTable<MarketRow> _table;
    private readonly Func<MarketRow, string> _stateOf;
    private long _second;

    /// <summary>Makes a page.</summary>
    /// <param name="hasNetworks">Whether the markets are of several networks.</param>
    /// <param name="stateOf">What a user should know of a market's feeds; empty while they are as they should be.</param>
    public MarketPage(bool hasNetworks, Func<MarketRow, string> stateOf)
    {
        _stateOf = stateOf;
        _table = new(
            new("Market", 0, row => new(row.Name)),
            new("Network", 2, row => new(hasNetworks ? row.Endpoint.Name : "", ShellStyle.Dim)),
            new("Mid", 1, Mid) { IsRight = true },
            new("bps", 4, Spread) { IsRight = true },
            new(SparklineLabel, 5, Sparkline) { Least = ShortestSparkline, Most = LongestSparkline },
            new("Last", 8, Last) { IsRight = true },
            new("Volume", 6, Volume) { IsRight = true },
            new("Funding", 7, row => new(row.FundingRate is { } rate ? CellNumbers.Fitting(rate, 8, 8, NumberWidth, CellNumbers.Of(null)) : "")) { IsRight = true },
            new("State", 3, row => new(StateOf(row), ShellStyle.Caution)));
    }

    /// <summary>Draws the page.</summary>
    /// <param name="rows">The markets.</param>
    /// <param name="title">Where they are from.</param>
    /// <param name="health">How the connections stand.</param>
    /// <param name="hint">What the user can do.</param>
    /// <param name="window">The size of the window.</param>
    /// <param name="now">The time to show.</param>
    /// <param name="second">For how many seconds the picture has been shown.</param>
    /// <returns>The lines, as many as the window has.</returns>
    public List<TextLine> Draw(IReadOnlyList<MarketRow> rows, string title, ConnectionHealth health, string hint, Size window, DateTimeOffset now, long second)
    {
        _second = second;
        int width = Math.Max(1, window.Width);
        int height = Math.Max(1, window.Height);
        List<TextLine> foot = health.Foot(width, height, hint);
        List<TextLine> page = height >= LeastHeightForTitle ? [TitleLine.Of(width, "Markets", title, now)] : [];
        page.AddRange(_table.Draw(rows, width, height - page.Count - foot.Count, height >= LeastHeightForHeader));
        page.AddRange(Enumerable.Repeat(new TextLine(width), height - page.Count - foot.Count));
        return [.. page, .. foot];
    }

    private static TextCell Mid(MarketRow row) => row.Book?.Mid is { } mid
        ? new($"{mid.ToString($"F{row.PriceDecimals + 1}", CellNumbers.Of(null))} {Trend.Arrow(row.MidDirection)}", Trend.Style(row.MidDirection))
        : new("-  ", ShellStyle.Dim);

    private static TextCell Spread(MarketRow row) => row.SpreadBps is { } points
        ? new(points.ToString(Math.Abs(points) < 100 ? "0.00" : "0", CellNumbers.Of(null)), points < 0 ? ShellStyle.Caution : "")
        : new("");

    private static TextCell Last(MarketRow row) => row.Last is { } price
        ? new($"{price.ToString($"F{row.PriceDecimals}", CellNumbers.Of(null))} {Trend.Arrow(row.LastDirection)}", Trend.Style(row.LastDirection))
        : new("");

    private static TextCell Volume(MarketRow row) => row.Volume is { } volume
        ? new($"{(row.IsVolumePartial ? "≥" : "")}{CellNumbers.Fitting(volume, 0, 0, NumberWidth, CellNumbers.Of(null))}", row.IsVolumePartial ? ShellStyle.Caution : "")
        : new("");

    private string SparklineLabel(int width)
    {
        double seconds = (double)width * IntervalOf(width);
        string span = seconds < 120 ? string.Create(CultureInfo.InvariantCulture, $"{seconds} s") : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.#} min");
        return width >= LeastWidthForWords ? $"Mid, last {span}" : span;
    }

    private TextCell Sparkline(MarketRow row, int width)
    {
        decimal?[] mids = row.Mids.Read(width, IntervalOf(width));
        decimal?[] seen = [.. mids.Where(m => m is not null)];
        int direction = seen.Length < 2 ? 0 : seen[^1]!.Value.CompareTo(seen[0]!.Value);
        return new(Screens.Sparkline.Of(mids), Trend.Style(direction));
    }

    private int IntervalOf(int width) => PriceSeries.IntervalOf(width, _second + 1, MostSeconds);

    private string StateOf(MarketRow row) => _stateOf(row) is { Length: > 0 } state ? state
        : row.Book is { Anomalies: not BookAnomalies.None } book ? book.Anomalies.ToString()
        : "";
}
