namespace KanaPerps.Streaming;

/// <summary>A notice of something that a venue may do any number of times: the first is told by itself, later ones as a count.</summary>
public abstract record RepeatableNotice : StreamNotice
{
    /// <summary>How many times it happened: since the last notice of the kind when this is a repeat.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Whether the kind was told of this feed before.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>What is told together.</summary>
    internal abstract object Kind { get; }
}
