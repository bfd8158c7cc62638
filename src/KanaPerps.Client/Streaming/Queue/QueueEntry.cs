using KanaPerps.Topics;

namespace KanaPerps.Streaming.Queue;

/// <summary>A delivery or a notice that waits to be read.</summary>
/// <typeparam name="T">The model.</typeparam>
internal struct QueueEntry<T>
{
    public required SubscriptionSource<T> Source { get; init; }

    public Delivery<T>? Delivery { get; set; }

    /// <summary>Its place among the entries of all queues of a group; 0 where there is no group.</summary>
    public long Order { get; set; }

    public StreamNotice? Notice { get; set; }

    /// <summary>For a snapshot: its number within the feed, counted from 1.</summary>
    public long SnapshotNumber { get; init; }

    /// <summary>For a snapshot: the clock's time stamp of its arrival.</summary>
    public long SnapshotTime { get; init; }

    /// <summary>For a snapshot: how many older ones were merged into it.</summary>
    public long Merged { get; set; }
}
