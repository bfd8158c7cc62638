using System.Text;
using KanaPerps.PowerShell.Formatting;

namespace KanaPerps.PowerShell.Screens;

/// <summary>A line of a picture: pieces of text in styles, never wider than its limit. What does not fit ends with an ellipsis.</summary>
internal sealed class TextLine
{
    private readonly StringBuilder _text = new();
    private readonly int _limit;

    public TextLine(int limit)
    {
        _limit = limit;
    }

    /// <summary>How many columns are taken; escape sequences take none.</summary>
    public int Width { get; private set; }

    /// <summary>How many columns are left.</summary>
    public int Room => _limit - Width;

    /// <summary>Adds a text.</summary>
    public TextLine Add(string text, string style = "")
    {
        string shown = Clip(Harmless(text), Room);
        _text.Append(ShellStyle.Paint(style, shown));
        Width += shown.Length;
        return this;
    }

    /// <summary>Adds a text only if all of it fits.</summary>
    public TextLine AddIfFits(string text, string style = "") => text.Length <= Room ? Add(text, style) : this;

    /// <summary>Adds a text that ends in the last column, if it fits with a gap before it.</summary>
    public TextLine AddAtEnd(string text, string style = "") =>
        text.Length + (Width > 0 ? 2 : 0) <= Room ? PadTo(_limit - text.Length).Add(text, style) : this;

    /// <summary>Adds what another line shows, which must fit.</summary>
    public TextLine Add(TextLine other)
    {
        _text.Append(other._text);
        Width += other.Width;
        return this;
    }

    /// <summary>Adds spaces up to a column.</summary>
    public TextLine PadTo(int width) => width > Width ? Add(new string(' ', width - Width)) : this;

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private static string Clip(string text, int room) =>
        text.Length <= room ? text : room <= 0 ? "" : string.Concat(text.AsSpan(0, room - 1), "…");

    // Text of the venue is escaped where it is parsed; a reason that the system gives for a loss may still hold a line break, and would break the picture.
    private static string Harmless(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
}
