namespace KanaPerps.PowerShell.Ladder;

/// <summary>
/// A line of a ladder for the view that shows it: the formatter repeats all colours of one value on each of its lines, so a picture in one
/// value would grow with the square of its height.
/// </summary>
/// <param name="Text">The line, with the colours of the session.</param>
public sealed record LadderLine(string Text);
