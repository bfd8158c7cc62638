namespace KanaPerps.PowerShell;

/// <summary>Something that a word can be completed to.</summary>
/// <param name="Value">The value itself, without quotes.</param>
/// <param name="ToolTip">What to say about it.</param>
/// <param name="Label">What a menu shows for it, or null for the value.</param>
internal readonly record struct Candidate(string Value, string ToolTip, string? Label = null);
