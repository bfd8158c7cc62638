using System.Globalization;
using KanaPerps.PowerShell.Formatting;

namespace KanaPerps.PowerShell.Screens;

/// <summary>The first line of a picture: what it shows, from where, and the time.</summary>
internal static class TitleLine
{
    /// <summary>Draws the line. A narrow one leaves out the network, then the time.</summary>
    /// <param name="width">How many columns there are.</param>
    /// <param name="name">What the picture shows.</param>
    /// <param name="network">Where it comes from.</param>
    /// <param name="at">The time, or null.</param>
    public static TextLine Of(int width, string name, string network, DateTimeOffset? at)
    {
        string time = at?.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
        TextLine line = new TextLine(width).Add(name);
        if (line.Room >= network.Length + time.Length + 4)
        {
            line.Add($"  {network}", ShellStyle.Dim);
        }

        return line.AddAtEnd(time.Length > 0 && line.Room >= time.Length + 6 ? $"{time} UTC" : time);
    }
}
