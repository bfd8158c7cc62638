namespace KanaPerps.Streaming;

/// <summary>
/// The ordered queue between feeds and one consumer. Bounded without blocking the feed: an unread snapshot gives way to a newer one,
/// rows beyond the capacity are dropped from the front and counted, bad messages of one kind are told together where the first stood.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class SubscriptionQueue<T> : IDisposable
{
    private readonly LinkedList<QueueEntry<T>> _entries = new();
    private readonly int _capacity;
    private readonly ManualResetEventSlim _hasEntries = new(false);
    private LinkedListNode<QueueEntry<T>>? _spare;
    private TaskCompletionSource? _waiter;
    private bool _closed;

    public SubscriptionQueue(int capacity)
    {
        _capacity = capacity;
    }

    /// <summary>Adds a delivery.</summary>
    /// <returns>How many rows were dropped, and how many snapshots merged, to make room for it.</returns>
    public (long Lost, long Merged) Add(SubscriptionSource<T> source, Delivery<T> delivery)
    {
        lock (_entries)
        {
            if (_closed)
            {
                return default;
            }

            // A history list that only repeats what is known is nothing to tell, and must not fill the queue.
            if (!source.IsWholeState && !delivery.IsInitial && delivery.Items.Length == 0)
            {
                return default;
            }

            (long Lost, long Merged) effect = source.IsWholeState ? (0, AddSnapshot(source, delivery)) : (AddRows(source, delivery), 0);
            Signal();
            return effect;
        }
    }

    /// <summary>Adds a notice. Notices are never dropped; those of one kind of bad message are added up.</summary>
    public void Add(SubscriptionSource<T> source, StreamNotice notice)
    {
        lock (_entries)
        {
            if (_closed)
            {
                return;
            }

            object? kind = KindOf(notice);
            if (kind is not null && source.PendingNotices.TryGetValue(kind, out LinkedListNode<QueueEntry<T>>? pending))
            {
                pending.ValueRef.Notice = Join(pending.ValueRef.Notice, notice);
                return;
            }

            LinkedListNode<QueueEntry<T>> node = Append(new QueueEntry<T> { Source = source, Notice = notice });
            if (kind is not null)
            {
                source.PendingNotices.Add(kind, node);
            }

            Signal();
        }
    }

    /// <summary>Takes the next entry.</summary>
    public bool TryTake(out QueueEntry<T> entry)
    {
        lock (_entries)
        {
            if (_entries.First is not { } node)
            {
                entry = default;
                return false;
            }

            _entries.RemoveFirst();
            entry = node.ValueRef;
            SubscriptionSource<T> source = entry.Source;
            source.PendingSnapshot = source.PendingSnapshot == node ? null : source.PendingSnapshot;
            source.PendingLag = source.PendingLag == node ? null : source.PendingLag;
            if (entry.Notice is { } notice && KindOf(notice) is { } kind)
            {
                source.PendingNotices.Remove(kind);
            }

            source.WaitingRows -= source.IsWholeState ? 0 : entry.Delivery?.Items.Length ?? 0;
            node.ValueRef = default;
            _spare = node;
            if (_entries.Count == 0)
            {
                _hasEntries.Reset();
            }

            return true;
        }
    }

    /// <summary>Blocks the calling thread, and no other, until there is something to take.</summary>
    public bool Wait(TimeSpan timeout, CancellationToken cancellation) => _hasEntries.Wait(timeout, cancellation);

    /// <summary>Waits until there is something to take.</summary>
    public Task WaitAsync(CancellationToken cancellation)
    {
        lock (_entries)
        {
            if (_entries.Count > 0 || _closed)
            {
                return Task.CompletedTask;
            }

            _waiter ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiter.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>Forgets everything and takes nothing more.</summary>
    public void Dispose()
    {
        lock (_entries)
        {
            _closed = true;
            _entries.Clear();
            Signal();
        }
    }

    // What a venue may cause any number of is told once as long as nobody reads it, so that the queue stays bounded.
    private static object? KindOf(StreamNotice notice) => notice switch
    {
        BadMessageNotice bad => bad.Reason,
        OutOfOrderNotice => typeof(OutOfOrderNotice),
        _ => null,
    };

    private static StreamNotice? Join(StreamNotice? earlier, StreamNotice later) =>
        earlier is BadMessageNotice first && later is BadMessageNotice next ? first with { Count = first.Count + next.Count } : earlier;

    private long AddSnapshot(SubscriptionSource<T> source, Delivery<T> delivery)
    {
        if (source.PendingSnapshot is not { } node)
        {
            source.PendingSnapshot = Append(new QueueEntry<T> { Source = source, Delivery = delivery });
            return 0;
        }

        // To the end, past any notice that came in between: the new state must not be told before the news that led to it.
        _entries.Remove(node);
        node.ValueRef.Delivery = delivery;
        node.ValueRef.Merged++;
        _entries.AddLast(node);
        return 1;
    }

    private long AddRows(SubscriptionSource<T> source, Delivery<T> delivery)
    {
        Append(new QueueEntry<T> { Source = source, Delivery = delivery });
        source.WaitingRows += delivery.Items.Length;
        long lost = 0;
        LinkedListNode<QueueEntry<T>>? node = _entries.First;
        while (source.WaitingRows > _capacity && node is not null && node != _entries.Last)
        {
            LinkedListNode<QueueEntry<T>>? next = node.Next;
            if (node.ValueRef.Source == source && node.ValueRef.Delivery is { Items.Length: > 0 } dropped)
            {
                lost += dropped.Items.Length;
                source.WaitingRows -= dropped.Items.Length;
                Drop(source, node, dropped.Items.Length);
            }

            node = next;
        }

        return lost;
    }

    // The entry dropped becomes the notice, so that the gap is told where the rows would have been.
    private void Drop(SubscriptionSource<T> source, LinkedListNode<QueueEntry<T>> node, int rows)
    {
        if (source.PendingLag is { } lag && lag.ValueRef.Notice is LaggedNotice earlier)
        {
            lag.ValueRef.Notice = earlier with { LostRows = earlier.LostRows + rows };
            _entries.Remove(node);
            return;
        }

        node.ValueRef.Delivery = null;
        node.ValueRef.Notice = new LaggedNotice { Feed = source.Feed, At = DateTimeOffset.UtcNow, LostRows = rows };
        source.PendingLag = node;
    }

    // A consumer that keeps up takes each entry before the next one comes: one node does for all of them.
    private LinkedListNode<QueueEntry<T>> Append(QueueEntry<T> entry)
    {
        LinkedListNode<QueueEntry<T>> node = _spare ?? new(default);
        _spare = null;
        node.ValueRef = entry;
        _entries.AddLast(node);
        return node;
    }

    private void Signal()
    {
        _hasEntries.Set();
        _waiter?.TrySetResult();
        _waiter = null;
    }
}
