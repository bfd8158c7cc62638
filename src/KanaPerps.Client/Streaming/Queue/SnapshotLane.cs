using KanaPerps.Topics;

namespace KanaPerps.Streaming.Queue;

/// <summary>
/// The lane of a topic that sends its whole state: a snapshot that has waited too long, or exceeds the limit, is replaced by a newer one.
/// The newest is never skipped.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class SnapshotLane<T> : Lane<T>
{
    private readonly StreamOptions _options;
    private readonly TimeProvider _time;
    private readonly Queue<LinkedListNode<QueueEntry<T>>> _waiting = new();
    private LinkedListNode<QueueEntry<T>>? _newest;

    // The number of the newest snapshot. The consumer reads it without the lock.
    private long _lastNumber;

    // How many snapshots the consumer skipped that the feed has not counted yet. Both change it without the lock.
    private long _uncounted;

    // How many snapshots were skipped since the last one that the consumer got. Used by the consumer only.
    private long _skipped;

    public SnapshotLane(SubscriptionSource<T> source, EntryList<T> entries, StreamOptions options, TimeProvider time)
        : base(source, entries)
    {
        _options = options;
        _time = time;
    }

    /// <inheritdoc/>
    public override long UncountedMerges => Volatile.Read(ref _uncounted);

    /// <inheritdoc/>
    public override (long Lost, long Merged) Add(in Delivery<T> delivery)
    {
        long merged = DropOld() + TakeUncountedMerges();
        long number = _lastNumber + 1;
        QueueEntry<T> entry = new() { Source = Source, Delivery = delivery, SnapshotNumber = number, SnapshotTime = _time.GetTimestamp() };
        if (_waiting.Count < _options.SnapshotCapacity)
        {
            _newest = Entries.Append(entry);
            _waiting.Enqueue(_newest);
        }
        else
        {
            entry.Merged = _newest!.ValueRef.Merged + 1;
            _newest.ValueRef = entry;
            merged++;

            // The new state must come after the notices that were added before it.
            Entries.MoveToEnd(_newest);
        }

        Volatile.Write(ref _lastNumber, number);
        return (0, merged);
    }

    /// <inheritdoc/>
    public override bool TrySkip(ref QueueEntry<T> entry)
    {
        if (entry.Delivery is null)
        {
            return false;
        }

        // The newest snapshot is never skipped, however old: it is the current state.
        if (entry.SnapshotNumber == Volatile.Read(ref _lastNumber) || !IsOld(entry))
        {
            entry.Merged += _skipped;
            _skipped = 0;
            return false;
        }

        _skipped += entry.Merged + 1;
        Interlocked.Increment(ref _uncounted);
        return true;
    }

    /// <inheritdoc/>
    public override long TakeUncountedMerges() => Volatile.Read(ref _uncounted) == 0 ? 0 : Interlocked.Exchange(ref _uncounted, 0);

    /// <inheritdoc/>
    protected override Delivery<T> TakeDelivery(in Delivery<T> delivery)
    {
        _waiting.Dequeue();
        return delivery;
    }

    // Drops waiting snapshots that the consumer would skip, so that memory stays bounded if it does not read at all.
    private long DropOld()
    {
        long dropped = 0;
        while (_waiting.Count > 1 && IsOld(_waiting.Peek().ValueRef))
        {
            LinkedListNode<QueueEntry<T>> node = _waiting.Dequeue();
            _waiting.Peek().ValueRef.Merged += node.ValueRef.Merged + 1;
            Entries.Remove(node);
            dropped++;
        }

        return dropped;
    }

    private bool IsOld(in QueueEntry<T> snapshot) => _time.GetElapsedTime(snapshot.SnapshotTime) > _options.SnapshotPatience;
}
