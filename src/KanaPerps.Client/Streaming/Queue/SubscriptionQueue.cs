using KanaPerps.Topics;

namespace KanaPerps.Streaming.Queue;

/// <summary>
/// The queue between feeds and one consumer: it keeps the entries of the feeds' lanes in order, and wakes the consumer. It never blocks a
/// feed, because the lanes are bounded.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
internal sealed class SubscriptionQueue<T> : IDisposable
{
    // The consumer takes entries in batches, so that it seldom competes with the feed for the lock.
    private const int MaxBatch = 64;

    private readonly object _gate = new();
    private readonly EntryList<T> _entries;
    private readonly StreamOptions _options;
    private readonly TimeProvider _time;
    private readonly SubscriptionGroup? _group;

    // For Wait. Without spinning: the time between two messages is longer than a thread should spin.
    private readonly ManualResetEventSlim _hasEntries = new(initialState: false, spinCount: 0);

    // For WaitAsync.
    private TaskCompletionSource? _waiter;
    private volatile bool _isDisposed;

    // The batch that the consumer has taken and not read yet. Used by the consumer only.
    private readonly Queue<QueueEntry<T>> _taken = new();

    /// <summary>Makes a queue.</summary>
    /// <param name="options">Its limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="group">The group that its subscription is read with, or null.</param>
    public SubscriptionQueue(StreamOptions options, TimeProvider time, SubscriptionGroup? group = null)
    {
        _options = options;
        _time = time;
        _group = group;
        _entries = new EntryList<T>(group);
    }

    /// <summary>Creates the lane of a feed.</summary>
    /// <param name="source">The feed's place in the subscription.</param>
    /// <param name="isWholeState">Whether the feed's topic sends its whole state.</param>
    public Lane<T> CreateLane(SubscriptionSource<T> source, bool isWholeState) => isWholeState
        ? new SnapshotLane<T>(source, _entries, _options, _time)
        : new RowLane<T>(source, _entries, _options, _time);

    /// <summary>Adds a delivery. It does not wake the consumer: <see cref="Wake"/> does, once for many deliveries.</summary>
    /// <inheritdoc cref="Lane{T}.Add(in Delivery{T})"/>
    public (long Lost, long Merged) Add(Lane<T> lane, in Delivery<T> delivery)
    {
        lock (_gate)
        {
            return _isDisposed ? default : lane.Add(delivery);
        }
    }

    /// <summary>Adds a notice, and wakes the consumer.</summary>
    public void Add(Lane<T> lane, StreamNotice notice)
    {
        lock (_gate)
        {
            if (!_isDisposed && lane.Add(notice))
            {
                Signal();
            }
        }
    }

    /// <summary>Wakes the consumer if there is something for it.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (!_entries.IsEmpty)
            {
                Signal();
            }
        }
    }

    /// <summary>Takes the next entry. Called by the consumer only.</summary>
    public bool TryTake(out QueueEntry<T> entry)
    {
        while (TryTakeNext(out entry))
        {
            if (!entry.Source.Lane.TrySkip(ref entry))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether there is something to take, out of date or not. Called by the consumer only.</summary>
    public bool HasEntries()
    {
        lock (_gate)
        {
            return _taken.Count > 0 || !_entries.IsEmpty;
        }
    }

    /// <summary>
    /// Blocks the calling thread until there is something to take, without using another thread. Called by the consumer only.
    /// </summary>
    public bool Wait(TimeSpan timeout, CancellationToken cancellation) => _taken.Count > 0 || _hasEntries.Wait(timeout, cancellation);

    /// <summary>Waits until there is something to take. Called by the consumer only.</summary>
    public Task WaitAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_taken.Count > 0 || !_entries.IsEmpty || _isDisposed)
            {
                return Task.CompletedTask;
            }

            _waiter ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiter.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>Clears the queue and accepts nothing more. A consumer that waits is released.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _entries.Clear();
            Signal();
        }
    }

    // The next entry, out of date or not.
    private bool TryTakeNext(out QueueEntry<T> entry)
    {
        if (_taken.Count == 0 && !_isDisposed)
        {
            TakeBatch();
        }

        entry = default;
        return !_isDisposed && _taken.TryDequeue(out entry);
    }

    private void TakeBatch()
    {
        lock (_gate)
        {
            while (_entries.First is { } node && _taken.Count < MaxBatch)
            {
                _taken.Enqueue(node.ValueRef.Source.Lane.Take(node));
            }

            // A disposed queue stays signalled, so that its consumer never waits.
            if (_entries.IsEmpty && !_isDisposed)
            {
                _hasEntries.Reset();
            }
        }
    }

    private void Signal()
    {
        _hasEntries.Set();
        _waiter?.TrySetResult();
        _waiter = null;
        _group?.Signal();
    }
}
