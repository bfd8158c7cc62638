using KanaPerps.Topics;

namespace KanaPerps.Streaming.Queue;

/// <summary>
/// The waiting entries of one feed in a queue. The lane adds, merges and drops its own entries, so that their number stays bounded. Used
/// under the queue's lock except where a member says otherwise.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
internal abstract class Lane<T>
{
    // The waiting notices of kinds that a venue can cause any number of times, by kind: a later one is merged into the one that waits.
    private readonly Dictionary<object, LinkedListNode<QueueEntry<T>>> _waitingNotices = [];

    protected Lane(SubscriptionSource<T> source, EntryList<T> entries)
    {
        Source = source;
        Entries = entries;
    }

    /// <summary>How many snapshots the consumer skipped that the feed has not counted yet. Thread-safe.</summary>
    public virtual long UncountedMerges => 0;

    protected SubscriptionSource<T> Source { get; }

    protected EntryList<T> Entries { get; }

    /// <summary>How many notices this lane has appended so far, not counting merged ones.</summary>
    protected long AppendedNotices { get; private set; }

    /// <summary>Adds a delivery.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <returns>
    /// For the feed's counters: how many rows were dropped to make room for it, and how many snapshots were merged since the last delivery.
    /// </returns>
    public abstract (long Lost, long Merged) Add(in Delivery<T> delivery);

    /// <summary>Adds a notice. It is never dropped, but may be merged into a waiting one of its kind.</summary>
    /// <param name="notice">The notice.</param>
    /// <returns>False if it was merged.</returns>
    public bool Add(StreamNotice notice)
    {
        object? kind = KindOf(notice);
        if (kind is not null && _waitingNotices.TryGetValue(kind, out LinkedListNode<QueueEntry<T>>? waiting))
        {
            waiting.ValueRef.Notice = Join(waiting.ValueRef.Notice, notice);
            return false;
        }

        LinkedListNode<QueueEntry<T>> node = Entries.Append(new QueueEntry<T> { Source = Source, Notice = notice });
        AppendedNotices++;
        if (kind is not null)
        {
            _waitingNotices.Add(kind, node);
        }

        return true;
    }

    /// <summary>Removes an entry of this lane from the list, for the consumer.</summary>
    /// <param name="node">The entry.</param>
    /// <returns>The entry as the consumer gets it.</returns>
    public QueueEntry<T> Take(LinkedListNode<QueueEntry<T>> node)
    {
        QueueEntry<T> entry = node.Value;
        if (entry.Delivery is { } delivery)
        {
            entry.Delivery = TakeDelivery(delivery);
        }
        else if (entry.Notice is { } notice)
        {
            TakeNotice(node);
            if (KindOf(notice) is { } kind)
            {
                _waitingNotices.Remove(kind);
            }
        }

        Entries.Remove(node);
        return entry;
    }

    /// <summary>Skips an entry that the consumer has taken, if it is out of date. Called by the consumer only, without the lock.</summary>
    /// <param name="entry">The entry. If it is not skipped, the number of those skipped before it is added to it.</param>
    /// <returns>Whether the entry is skipped.</returns>
    public virtual bool TrySkip(ref QueueEntry<T> entry) => false;

    /// <summary>Returns <see cref="UncountedMerges"/> and sets it to 0: the feed counts them from now on. Thread-safe.</summary>
    public virtual long TakeUncountedMerges() => 0;

    /// <summary>Called when the consumer takes the lane's oldest delivery.</summary>
    /// <param name="delivery">The delivery as it was added.</param>
    /// <returns>The delivery as the consumer gets it.</returns>
    protected abstract Delivery<T> TakeDelivery(in Delivery<T> delivery);

    /// <summary>Called when the consumer takes a notice.</summary>
    protected virtual void TakeNotice(LinkedListNode<QueueEntry<T>> node)
    {
    }

    private static object? KindOf(StreamNotice notice) => notice is GapNotice ? typeof(GapNotice) : (notice as RepeatableNotice)?.Kind;

    private static StreamNotice? Join(StreamNotice? earlier, StreamNotice later) =>
        earlier is RepeatableNotice first && later is RepeatableNotice next ? first with { Count = first.Count + next.Count }
        : earlier is GapNotice gap && later is GapNotice more ? gap with { At = more.At, Count = gap.Count + more.Count, IsLast = more.IsLast }
        : earlier;
}
