using KanaPerps.PowerShell.Formatting;

namespace KanaPerps.PowerShell.Screens;

/// <summary>Which way a number went: an arrow, and a colour beside it.</summary>
internal static class Trend
{
    /// <summary>The arrow.</summary>
    /// <param name="direction">Above zero for up, below zero for down.</param>
    public static string Arrow(int direction) => direction > 0 ? "▲" : direction < 0 ? "▼" : " ";

    /// <summary>The style.</summary>
    /// <param name="direction">Above zero for up, below zero for down.</param>
    public static string Style(int direction) => direction > 0 ? ShellStyle.Gain : direction < 0 ? ShellStyle.Loss : "";
}
