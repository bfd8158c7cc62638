using System.Globalization;
using System.Management.Automation.Host;
using System.Text;

namespace KanaPerps.PowerShell.Screens;

/// <summary>
/// A host's window, taken over for pictures that replace each other, and given back as it was. Everything goes through the host's own
/// interfaces. What shows elsewhere is the host's alternate screen, so nothing has to be remembered and put back.
/// </summary>
internal sealed class LiveScreen : IDisposable
{
    // Modes are set two at a time: the host takes lone ones for decoration, and leaves them out where plain text is asked for.
    // 1049 is the alternate screen, 7 wraps lines, 25 shows the cursor, 2026 holds output back and is never on here.
    private const string Enter = "\e[?1049;7h\e[?7;25l";
    private const string Leave = "\e[H\e[J\e[?7;25h\e[?1049;2026l";

    private readonly PSHostUserInterface _ui;
    private readonly Keyboard _keyboard;
    private (string Picture, Size Size) _shown;
    private bool _isLeft;

    /// <summary>Takes the window over.</summary>
    /// <param name="host">The host.</param>
    /// <param name="keyboard">Its keys: what the terminal echoes of them is drawn over.</param>
    public LiveScreen(PSHost host, Keyboard keyboard)
    {
        _ui = host.UI;
        _keyboard = keyboard;
        _ui.Write(Enter);
    }

    /// <summary>The size of the window at this moment.</summary>
    public Size Size => _ui.RawUI.WindowSize;

    /// <summary>Shows a picture. A picture that shows already is not drawn again.</summary>
    /// <param name="lines">Its lines, not more than fit.</param>
    /// <param name="size">The size of the window that it was made for.</param>
    public void Draw(IReadOnlyList<TextLine> lines, Size size)
    {
        // In one piece, and erasing only behind what is drawn: nothing flickers. After a line of full width the erasure would hit its last column.
        StringBuilder frame = new();
        for (int i = 0; i < lines.Count; i++)
        {
            frame.Append(CultureInfo.InvariantCulture, $"\e[{i + 1};1H{lines[i]}").Append(lines[i].Width < size.Width ? "\e[K" : "");
        }

        if (lines.Count < size.Height)
        {
            frame.Append(CultureInfo.InvariantCulture, $"\e[{lines.Count + 1};1H\e[J");
        }

        (string Picture, Size Size) next = (frame.Append("\e[H").ToString(), size);
        if (next != _shown || _keyboard.HasEchoed)
        {
            _keyboard.HasEchoed = false;
            _ui.Write(next.Picture);
            _shown = next;
        }
    }

    /// <summary>Gives the window back.</summary>
    public void Dispose()
    {
        if (!_isLeft)
        {
            _isLeft = true;
            _ui.Write(Leave);
        }
    }
}
