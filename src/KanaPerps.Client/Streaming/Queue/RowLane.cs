using KanaPerps.Topics;

namespace KanaPerps.Streaming.Queue;

/// <summary>
/// The lane of a topic that sends history: if there are more rows than the capacity, the oldest are dropped, and a notice in their place
/// counts them.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class RowLane<T> : Lane<T>
{
    private readonly int _capacity;
    private readonly TimeProvider _time;

    // The waiting deliveries that have rows, oldest first.
    private readonly Queue<Place> _waiting = new();
    private int _waitingRows;

    // How many rows of the oldest delivery were dropped. Any other is still whole.
    private int _droppedOfOldest;

    // The newest LaggedNotice that waits, or null.
    private Place? _lag;

    public RowLane(SubscriptionSource<T> source, EntryList<T> entries, StreamOptions options, TimeProvider time)
        : base(source, entries)
    {
        _capacity = options.QueueCapacity;
        _time = time;
    }

    /// <inheritdoc/>
    public override (long Lost, long Merged) Add(in Delivery<T> delivery)
    {
        // A list without new rows is not delivered, so that it does not fill the queue. An initial one is: that it is empty is an answer.
        bool hasRows = delivery.Items.Length > 0;
        if (!hasRows && !delivery.IsInitial)
        {
            return default;
        }

        LinkedListNode<QueueEntry<T>> node = Entries.Append(new QueueEntry<T> { Source = Source, Delivery = delivery });
        if (!hasRows)
        {
            return default;
        }

        _waiting.Enqueue(new Place(node, AppendedNotices));
        _waitingRows += delivery.Items.Length;

        // The new delivery itself is never cut, so a consumer that keeps up gets a list of any length.
        int surplus = _waitingRows - Math.Max(_capacity, delivery.Items.Length);
        for (int left = surplus; left > 0;)
        {
            left -= DropOldest(left);
        }

        return (Math.Max(0, surplus), 0);
    }

    /// <inheritdoc/>
    protected override Delivery<T> TakeDelivery(in Delivery<T> delivery)
    {
        if (delivery.Items.Length == 0)
        {
            return delivery;
        }

        Delivery<T> rest = _droppedOfOldest == 0 ? delivery : delivery with { Items = delivery.Items[_droppedOfOldest..] };
        _waitingRows -= rest.Items.Length;
        ForgetOldest();
        return rest;
    }

    /// <inheritdoc/>
    protected override void TakeNotice(LinkedListNode<QueueEntry<T>> node)
    {
        if (_lag?.Node == node)
        {
            _lag = null;
        }
    }

    // Drops rows of the oldest delivery, at most as many as asked for. Returns how many.
    private int DropOldest(int most)
    {
        Place oldest = _waiting.Peek();
        int left = oldest.Node.ValueRef.Delivery!.Value.Items.Length - _droppedOfOldest;
        int rows = Math.Min(most, left);
        CountLost(rows, oldest);
        _waitingRows -= rows;
        _droppedOfOldest += rows;
        if (rows == left)
        {
            ForgetOldest();
            Entries.Remove(oldest.Node);
        }

        return rows;
    }

    // Counts dropped rows in a LaggedNotice before the delivery that they were in. One notice counts all rows between two other notices of the lane.
    private void CountLost(int rows, Place before)
    {
        if (_lag is { Node.ValueRef.Notice: LaggedNotice earlier } lag && lag.NoticesBefore == before.NoticesBefore)
        {
            lag.Node.ValueRef.Notice = earlier with { LostRows = earlier.LostRows + rows };
            return;
        }

        LaggedNotice notice = new() { Feed = Source.Feed, At = _time.GetUtcNow(), LostRows = rows };
        _lag = new Place(Entries.InsertBefore(before.Node, new QueueEntry<T> { Source = Source, Notice = notice }), before.NoticesBefore);
    }

    private void ForgetOldest()
    {
        _waiting.Dequeue();
        _droppedOfOldest = 0;
    }

    /// <summary>An entry, and how many of the lane's notices were appended before it.</summary>
    private readonly record struct Place(LinkedListNode<QueueEntry<T>> Node, long NoticesBefore);
}
