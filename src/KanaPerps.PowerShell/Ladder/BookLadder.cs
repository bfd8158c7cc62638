using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using KanaPerps.PowerShell.Screens;

namespace KanaPerps.PowerShell.Ladder;

/// <summary>What <c>Format-Custom</c> shows of an order book.</summary>
public static class BookLadder
{
    private const int Depth = 20;
    private const int WidestPicture = 80;

    // A view does not tell whose window it is drawn for, and nothing but the session's own variable does.
    private static readonly ScriptBlock s_host = ScriptBlock.Create("$Host");

    /// <summary>Draws a book as a ladder with depth bars, the getter of a hidden property that the view shows.</summary>
    /// <param name="book">An <see cref="OrderBook"/>, or what a job or a remote session has left of one.</param>
    /// <returns>The picture, an array of <see cref="LadderLine"/>.</returns>
    public static object Of(PSObject book)
    {
        LadderBook shown = LadderBook.Of(book);
        LadderRenderer ladder = new(shown, Width(), Depth);
        List<TextLine> lines = [ladder.Title(), ladder.Header(), .. ladder.Asks(), ladder.Spread(), .. ladder.Bids()];
        int more = Math.Max(0, shown.Asks.Count - Depth) + Math.Max(0, shown.Bids.Count - Depth);
        if (more > 0)
        {
            lines.Add(new TextLine(WidestPicture).Add($"and {more} more levels"));
        }

        return lines.ConvertAll(l => new LadderLine($"{l}")).ToArray();
    }

    // The formatter breaks a line that fills the window to its last column.
    private static int Width()
    {
        PSHost? host = Runspace.DefaultRunspace is null ? null : PSObject.AsPSObject(s_host.InvokeReturnAsIs()).BaseObject as PSHost;
        return Math.Min(WidestPicture, HostWindow.WidthOf(host) ?? WidestPicture) - 1;
    }
}
