namespace KanaPerps.Streaming.Redundancy;

/// <summary>What becomes of a message of one of two connections.</summary>
internal enum MergeVerdict
{
    /// <summary>It is news: it goes to the feed.</summary>
    Deliver,

    /// <summary>The other connection brought it before.</summary>
    Drop,

    /// <summary>It is kept in case that the connection that is followed does not bring it.</summary>
    Keep,
}
