namespace KanaPerps.Streaming;

/// <summary>What a subscriber wants to see.</summary>
public sealed record SubscriptionOptions
{
    /// <summary>For topics that send their whole state: every row of every message instead of what changed.</summary>
    public bool EveryMessage { get; init; }

    /// <summary>For history topics: only rows that come after the first message, not those that were there before.</summary>
    public bool NewOnly { get; init; }
}
