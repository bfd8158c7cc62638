namespace KanaPerps.Streaming;

/// <summary>
/// The ordered queue between feeds and one consumer. Bounded without blocking the feed: a few snapshots wait, and not for long, before
/// an unread one gives way to a newer one; rows beyond the capacity are dropped from the front and counted, bad messages of one kind are
/// told together where the first stood.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class SubscriptionQueue<T> : IDisposable
{
    // A consumer takes several entries over at once, so that it does not meet the feed at the lock for each of them.
    private const int MostTaken = 64;
    private const int MostSpare = 512;

    private readonly LinkedList<QueueEntry<T>> _entries = new();
    private readonly Stack<LinkedListNode<QueueEntry<T>>> _spare = new();
    private readonly StreamOptions _options;
    private readonly TimeProvider _time;

    // Without spinning: between two messages a market pauses for longer than anyone should spin.
    private readonly ManualResetEventSlim _hasEntries = new(initialState: false, spinCount: 0);
    private TaskCompletionSource? _waiter;
    private volatile bool _closed;

    // The consumer's own.
    private readonly Queue<QueueEntry<T>> _taken = new();

    public SubscriptionQueue(StreamOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
    }

    /// <summary>Adds a delivery, for which nobody is woken yet.</summary>
    /// <returns>How many rows were dropped to make room for it, and how many snapshots were merged since the last delivery.</returns>
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

            return source.IsWholeState ? (0, AddSnapshot(source, delivery)) : (AddRows(source, delivery), 0);
        }
    }

    /// <summary>Wakes the consumer if there is something for it.</summary>
    public void Wake()
    {
        lock (_entries)
        {
            if (_entries.Count > 0)
            {
                Signal();
            }
        }
    }

    /// <summary>Adds a notice, and wakes the consumer. Notices are never dropped; those of one kind of bad message are added up.</summary>
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
            source.Notices++;
            if (kind is not null)
            {
                source.PendingNotices.Add(kind, node);
            }

            Signal();
        }
    }

    /// <summary>Takes the next entry. Only the consumer calls this.</summary>
    public bool TryTake(out QueueEntry<T> entry)
    {
        while (TryTakeAny(out entry))
        {
            SubscriptionSource<T> source = entry.Source;
            if (!source.IsWholeState || entry.Delivery is null)
            {
                return true;
            }

            // Never the newest: however old it is, it is how things stand. A newer one than this will come, then.
            if (entry.Number == source.LastSnapshot || !IsOld(entry))
            {
                entry.Merged += source.PassedOver;
                source.PassedOver = 0;
                return true;
            }

            source.PassedOver += entry.Merged + 1;
            source.AddUntold();
        }

        return false;
    }

    /// <summary>Blocks the calling thread, and no other, until there is something to take. Only the consumer calls this.</summary>
    public bool Wait(TimeSpan timeout, CancellationToken cancellation) => _taken.Count > 0 || _hasEntries.Wait(timeout, cancellation);

    /// <summary>Waits until there is something to take. Only the consumer calls this.</summary>
    public Task WaitAsync(CancellationToken cancellation)
    {
        lock (_entries)
        {
            if (_taken.Count > 0 || _entries.Count > 0 || _closed)
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
    private static object? KindOf(StreamNotice notice) => notice is GapNotice ? typeof(GapNotice) : (notice as RepeatableNotice)?.Kind;

    private static StreamNotice? Join(StreamNotice? earlier, StreamNotice later) =>
        earlier is RepeatableNotice first && later is RepeatableNotice next ? first with { Count = first.Count + next.Count }
        : earlier is GapNotice gap && later is GapNotice more ? gap with { At = more.At, Count = gap.Count + more.Count, IsLast = more.IsLast }
        : earlier;

    private bool TryTakeAny(out QueueEntry<T> entry)
    {
        if (_taken.Count == 0 && !_closed)
        {
            TakeOver();
        }

        entry = default;
        return !_closed && _taken.TryDequeue(out entry);
    }

    private void TakeOver()
    {
        lock (_entries)
        {
            while (_entries.First is { } node && _taken.Count < MostTaken)
            {
                QueueEntry<T> entry = node.Value;
                SubscriptionSource<T> source = entry.Source;
                if (entry.Delivery is { } delivery && (source.IsWholeState || delivery.Items.Length > 0))
                {
                    source.Deliveries.Dequeue();
                }

                source.NewestSnapshot = source.NewestSnapshot == node ? null : source.NewestSnapshot;
                source.PendingLag = source.PendingLag == node ? null : source.PendingLag;
                if (entry.Notice is { } notice && KindOf(notice) is { } kind)
                {
                    source.PendingNotices.Remove(kind);
                }

                source.WaitingRows -= source.IsWholeState ? 0 : entry.WaitingRows;
                _taken.Enqueue(entry.WithoutDropped());
                Remove(node);
            }

            // Who waits for what a disposed queue will never have must not be left waiting.
            if (_entries.Count == 0 && !_closed)
            {
                _hasEntries.Reset();
            }
        }
    }

    private long AddSnapshot(SubscriptionSource<T> source, Delivery<T> delivery)
    {
        long number = source.LastSnapshot + 1;
        long merged = PassOverOld(source) + source.TakeUntold();
        if (source.NewestSnapshot is not { } node || source.Deliveries.Count < _options.SnapshotCapacity)
        {
            source.NewestSnapshot = Append(new QueueEntry<T> { Source = source, Delivery = delivery, At = _time.GetTimestamp(), Number = number });
            source.Deliveries.Enqueue(source.NewestSnapshot);
        }
        else
        {
            // To the end, past any notice that came in between: the new state must not be told before the news that led to it.
            _entries.Remove(node);
            node.Value = new QueueEntry<T> { Source = source, Delivery = delivery, At = _time.GetTimestamp(), Number = number, Merged = node.Value.Merged + 1 };
            _entries.AddLast(node);
            merged++;
        }

        source.LastSnapshot = number;
        return merged;
    }

    // For a consumer that does not come at all: what it would pass over need not be kept until then.
    private long PassOverOld(SubscriptionSource<T> source)
    {
        long passed = 0;
        while (source.Deliveries.Count > 1 && IsOld(source.Deliveries.Peek().ValueRef))
        {
            LinkedListNode<QueueEntry<T>> node = source.Deliveries.Dequeue();
            source.Deliveries.Peek().ValueRef.Merged += node.Value.Merged + 1;
            Remove(node);
            passed++;
        }

        return passed;
    }

    private bool IsOld(in QueueEntry<T> snapshot) => _time.GetElapsedTime(snapshot.At) > _options.SnapshotPatience;

    private long AddRows(SubscriptionSource<T> source, Delivery<T> delivery)
    {
        LinkedListNode<QueueEntry<T>> node = Append(new QueueEntry<T> { Source = source, Delivery = delivery, Number = source.Notices });
        if (delivery.Items.Length == 0)
        {
            return 0;
        }

        source.Deliveries.Enqueue(node);
        source.WaitingRows += delivery.Items.Length;

        // The newest message stays whole: a consumer that keeps up gets a list of any length.
        int surplus = source.WaitingRows - Math.Max(_options.QueueCapacity, delivery.Items.Length);
        long lost = 0;
        while (lost < surplus)
        {
            lost += DropOldest(source, surplus - (int)lost);
        }

        source.WaitingRows -= (int)lost;
        return lost;
    }

    // The gap is told where the rows would have been: one notice for all up to the next notice.
    private int DropOldest(SubscriptionSource<T> source, int most)
    {
        LinkedListNode<QueueEntry<T>> node = source.Deliveries.Peek();
        int rows = Math.Min(most, node.ValueRef.WaitingRows);
        if (source.PendingLag is { ValueRef.Notice: LaggedNotice earlier } lag && lag.ValueRef.Number == node.ValueRef.Number)
        {
            lag.ValueRef.Notice = earlier with { LostRows = earlier.LostRows + rows };
        }
        else
        {
            LaggedNotice notice = new() { Feed = source.Feed, At = _time.GetUtcNow(), LostRows = rows };
            source.PendingLag = NewNode(new QueueEntry<T> { Source = source, Notice = notice, Number = node.ValueRef.Number });
            _entries.AddBefore(node, source.PendingLag);
        }

        node.ValueRef.DroppedRows += rows;
        if (node.ValueRef.WaitingRows == 0)
        {
            source.Deliveries.Dequeue();
            Remove(node);
        }

        return rows;
    }

    // The few nodes of a consumer that keeps up are used again and again.
    private LinkedListNode<QueueEntry<T>> NewNode(QueueEntry<T> entry)
    {
        LinkedListNode<QueueEntry<T>> node = _spare.TryPop(out LinkedListNode<QueueEntry<T>>? spare) ? spare : new(default);
        node.ValueRef = entry;
        return node;
    }

    private LinkedListNode<QueueEntry<T>> Append(QueueEntry<T> entry)
    {
        LinkedListNode<QueueEntry<T>> node = NewNode(entry);
        _entries.AddLast(node);
        return node;
    }

    private void Remove(LinkedListNode<QueueEntry<T>> node)
    {
        _entries.Remove(node);
        node.ValueRef = default;
        if (_spare.Count < MostSpare)
        {
            _spare.Push(node);
        }
    }

    private void Signal()
    {
        _hasEntries.Set();
        _waiter?.TrySetResult();
        _waiter = null;
    }
}
