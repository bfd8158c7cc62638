namespace KanaPerps.Topics;

/// <summary>What to deliver to a subscriber.</summary>
public sealed record SubscriptionOptions
{
    /// <summary>For topics that send their whole state: every row of every message instead of what changed.</summary>
    public bool EveryMessage { get; init; }

    /// <summary>For history topics: only rows that come after the first message, not those that existed before.</summary>
    public bool NewOnly { get; init; }

    /// <summary>
    /// The venue's current list instead of a stream: nothing remembered is delivered while the feed is not live, and each order of a
    /// history comes once, in its latest state.
    /// </summary>
    public bool Snapshot { get; init; }

    /// <summary>
    /// How many connections to keep to each feed: 1, or 2 so that nothing is missing while one of them reconnects. A feed that others share keeps the most that
    /// was asked for as long as it lives.
    /// </summary>
    public int Redundancy { get; init; } = 1;
}
