namespace KanaPerps.Recording;

/// <summary>What a line of a recording is.</summary>
internal enum RecordedKind
{
    /// <summary>A message of a feed.</summary>
    Message,

    /// <summary>What the feed's subscribers were told, or what the recording itself missed.</summary>
    Notice,

    /// <summary>The beginning or the end of a session of the recorder.</summary>
    Session,

    /// <summary>What REST answered.</summary>
    Rest,

    /// <summary>No line: something that could not be read, in its place.</summary>
    Damage,
}
