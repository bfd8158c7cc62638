namespace KanaPerps.Recording.Picture;

/// <summary>Why data of a feed is missing, or may be.</summary>
internal enum MissingKind
{
    /// <summary>The connection was lost, or not made yet.</summary>
    Outage,

    /// <summary>Nothing was recorded: the recorder was not running, or could not write.</summary>
    NotRecorded,

    /// <summary>Something came or was recorded that can't be read.</summary>
    Unreadable,

    /// <summary>Rows of a history may be missing.</summary>
    MissingRows,

    /// <summary>The connection stood, and the feed was silent for longer than it should be.</summary>
    Silent,

    /// <summary>Data came whose age is in doubt. Nothing is missing.</summary>
    Doubtful,
}
