namespace KanaPerps.Simulator;

/// <summary>The open WebSockets, and who waits for how many there are.</summary>
internal sealed class SessionRegistry
{
    private readonly object _gate = new();
    private readonly List<WebSocketSession> _sessions = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];
    private long _total;
    private bool _ended;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _sessions.Count;
            }
        }
    }

    /// <summary>How many there ever were.</summary>
    public long Total => Interlocked.Read(ref _total);

    public long NextId() => Interlocked.Increment(ref _total);

    public void Add(WebSocketSession session)
    {
        lock (_gate)
        {
            _sessions.Add(session);
            ReleaseWaiters();
        }
    }

    public void Remove(WebSocketSession session)
    {
        lock (_gate)
        {
            _sessions.Remove(session);
            ReleaseWaiters();
        }
    }

    public IReadOnlyList<WebSocketSession> Snapshot()
    {
        lock (_gate)
        {
            return [.. _sessions];
        }
    }

    /// <summary>Completes as soon as exactly so many are open.</summary>
    public async Task WaitForCountAsync(int count, CancellationToken cancellationToken)
    {
        (int Count, TaskCompletionSource Reached) waiter = (count, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            if (_sessions.Count == count)
            {
                return;
            }

            ObjectDisposedException.ThrowIf(_ended, typeof(SimulatedExchange));
            _waiters.Add(waiter);
        }

        try
        {
            await waiter.Reached.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    /// <summary>Releases everything that waits.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            foreach ((_, TaskCompletionSource reached) in _waiters)
            {
                reached.TrySetException(new ObjectDisposedException(nameof(SimulatedExchange)));
            }
        }
    }

    private void ReleaseWaiters()
    {
        foreach ((int count, TaskCompletionSource reached) in _waiters)
        {
            if (count == _sessions.Count)
            {
                reached.TrySetResult();
            }
        }
    }
}
