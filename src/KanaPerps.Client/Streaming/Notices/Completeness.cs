namespace KanaPerps.Streaming;

/// <summary>What is known about the rows that came while a feed was not connected.</summary>
public enum Completeness
{
    /// <summary>The topic sends its whole state, so nothing can be missing: what changed meanwhile comes as changes.</summary>
    WholeState,

    /// <summary>The first list on the new connection has a row that was known before, so every row since then is in it.</summary>
    Proven,

    /// <summary>No row of the first list was known before: rows may be missing.</summary>
    PossibleGap,
}
