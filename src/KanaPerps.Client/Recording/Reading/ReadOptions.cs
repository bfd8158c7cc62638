namespace KanaPerps.Recording;

/// <summary>Which part of a recording to read.</summary>
internal sealed record ReadOptions
{
    /// <summary>
    /// From when on, in UTC, or null for the beginning. Reading begins at the start of the file that holds this time, since that begins with the
    /// last message of each feed: the state at that time follows from it.
    /// </summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when, in UTC, or null for the end. Members that are later as a whole are not unpacked, and files not opened.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Whether blocks carry the packed members too.</summary>
    public bool KeepsPacked { get; init; }
}
