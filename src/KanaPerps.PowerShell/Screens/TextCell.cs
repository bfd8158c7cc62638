namespace KanaPerps.PowerShell.Screens;

/// <summary>What stands in a column of a row.</summary>
/// <param name="Text">The text; an empty one where there is nothing to show.</param>
/// <param name="Style">Its style.</param>
internal readonly record struct TextCell(string Text, string Style = "");
