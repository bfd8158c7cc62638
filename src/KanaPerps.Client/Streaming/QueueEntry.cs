namespace KanaPerps.Streaming;

/// <summary>Something that waits to be read: a delivery or a notice.</summary>
/// <typeparam name="T">The model.</typeparam>
internal struct QueueEntry<T>
{
    public required SubscriptionSource<T> Source { get; init; }

    public Delivery<T>? Delivery { get; set; }

    public StreamNotice? Notice { get; set; }

    public long Merged { get; set; }

    /// <summary>When a snapshot came, as a time stamp of the clock.</summary>
    public long At { get; init; }

    /// <summary>Of a snapshot which one of its feed's it is; of rows how many notices of their feed came before them.</summary>
    public long Number { get; init; }
}
