namespace KanaPerps.Streaming;

/// <summary>Something that waits to be read: a delivery or a notice.</summary>
/// <typeparam name="T">The model.</typeparam>
internal struct QueueEntry<T>
{
    public required SubscriptionSource<T> Source { get; init; }

    public Delivery<T>? Delivery { get; set; }

    public StreamNotice? Notice { get; set; }

    /// <summary>How many of the delivery's rows, the oldest ones, were dropped to make room.</summary>
    public int DroppedRows { get; set; }

    /// <summary>How many of the delivery's rows are still to be read.</summary>
    public readonly int WaitingRows => (Delivery?.Items.Length ?? 0) - DroppedRows;

    public long Merged { get; set; }

    /// <summary>When a snapshot came, as a time stamp of the clock.</summary>
    public long At { get; init; }

    /// <summary>Of a snapshot which one of its feed's it is; of rows how many notices of their feed came before them.</summary>
    public long Number { get; init; }

    /// <summary>The entry as the consumer gets it.</summary>
    public readonly QueueEntry<T> WithoutDropped() => DroppedRows > 0 && Delivery is { } delivery
        ? this with { Delivery = delivery with { Items = delivery.Items[DroppedRows..] }, DroppedRows = 0 }
        : this;
}
