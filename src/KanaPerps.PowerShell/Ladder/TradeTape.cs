using System.Globalization;
using KanaPerps.PowerShell.Formatting;
using KanaPerps.PowerShell.Screens;

namespace KanaPerps.PowerShell.Ladder;

/// <summary>The last trades of a market, each match once.</summary>
internal sealed class TradeTape
{
    private const int Capacity = 200;

    // Newest first.
    private readonly LinkedList<Trade> _matches = new();

    /// <summary>Adds rows, oldest first. A match is two rows, one for each side: the seller's is left out.</summary>
    public void Add(IEnumerable<Trade> rows)
    {
        foreach (Trade row in rows.Where(r => r.Side != TradeSide.Sell))
        {
            _matches.AddFirst(row);
            if (_matches.Count > Capacity)
            {
                _matches.RemoveLast();
            }
        }
    }

    /// <summary>Draws the newest matches, with an arrow where the price went up or down.</summary>
    /// <param name="width">How many columns there are.</param>
    /// <param name="rows">How many lines there are, the heading's included.</param>
    /// <param name="priceDecimals">The decimals of prices.</param>
    /// <param name="sizeDecimals">The decimals of sizes.</param>
    /// <returns>The lines, as many as asked for.</returns>
    public IEnumerable<TextLine> Draw(int width, int rows, int priceDecimals, int sizeDecimals)
    {
        (Trade Trade, string Price, string Size)[] shown =
        [
            .. _matches.Take(rows - 1).Select(t => (t, LadderColumns.Text(t.Price, priceDecimals), LadderColumns.Text(t.Size, sizeDecimals)))
        ];
        int price = shown.Length == 0 ? 0 : shown.Max(t => t.Price.Length);
        int size = shown.Length == 0 ? 0 : shown.Max(t => t.Size.Length);
        yield return new TextLine(width).Add(shown.Length == 0 ? "no trades yet" : "last trades (UTC)", ShellStyle.Dim);
        LinkedListNode<Trade>? node = _matches.First;
        for (int i = 0; i < rows - 1; i++, node = node?.Next)
        {
            TextLine line = new(width);
            yield return node is null ? line : Row(line, node, shown[i].Price.PadLeft(price), shown[i].Size.PadLeft(size));
        }
    }

    private static TextLine Row(TextLine line, LinkedListNode<Trade> node, string price, string size)
    {
        int direction = node.Next is { } before ? node.Value.Price.CompareTo(before.Value.Price) : 0;
        string time = node.Value.Timestamp is { } at ? at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture) : "        ";
        if (line.Room >= time.Length + 5 + price.Length + size.Length)
        {
            line.Add($"{time} ", ShellStyle.Dim);
        }

        return line.Add($"{Trend.Arrow(direction)} {price}", Trend.Style(direction)).Add($"  {size}");
    }
}
