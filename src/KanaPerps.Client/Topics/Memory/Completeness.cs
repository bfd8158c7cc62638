namespace KanaPerps.Topics;

/// <summary>What is known about the rows that came while a feed was not connected.</summary>
public enum Completeness
{
    /// <summary>The topic sends its whole state, so nothing can be missing: what changed meanwhile comes as changes.</summary>
    WholeState,

    /// <summary>The list has the newest row that was known before, so every row since then is in it.</summary>
    Proven,

    /// <summary>The newest row known before is not in the list, or the list is older than what was known: rows may be missing.</summary>
    PossibleGap,
}
