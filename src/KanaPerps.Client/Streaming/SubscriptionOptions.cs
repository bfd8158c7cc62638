namespace KanaPerps.Streaming;

/// <summary>What a subscriber wants to see.</summary>
public sealed record SubscriptionOptions
{
    /// <summary>For topics that send their whole state: every row of every message instead of what changed.</summary>
    public bool EveryMessage { get; init; }

    /// <summary>For history topics: only rows that come after the first message, not those that were there before.</summary>
    public bool NewOnly { get; init; }

    /// <summary>
    /// The venue's list of the moment instead of a stream: nothing that is remembered is handed out while the feed is not live, and each
    /// order of a history comes once, in its latest state.
    /// </summary>
    public bool Snapshot { get; init; }
}
