namespace KanaPerps.Streaming.Queue;

/// <summary>Something that waits to be read: a delivery or a notice.</summary>
/// <typeparam name="T">The model.</typeparam>
internal struct QueueEntry<T>
{
    public required SubscriptionSource<T> Source { get; init; }

    public Delivery<T>? Delivery { get; set; }

    public StreamNotice? Notice { get; set; }

    /// <summary>Of a snapshot: which one of its feed's it is, counted from 1.</summary>
    public long SnapshotNumber { get; init; }

    /// <summary>Of a snapshot: when it came, as a time stamp of the clock.</summary>
    public long SnapshotTime { get; init; }

    /// <summary>Of a snapshot: how many older ones were merged into it.</summary>
    public long Merged { get; set; }
}
