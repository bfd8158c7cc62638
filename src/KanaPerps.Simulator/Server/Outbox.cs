namespace KanaPerps.Simulator;

/// <summary>
/// What waits to be sent on one connection. A market never waits for a slow reader: when its box fills up, only the newest message of each
/// feed is kept, which holds the whole list. A replay waits for room instead, and its reader gets every message.
/// </summary>
/// <param name="keepsAll">Whether every message is kept, because the sender waits for room.</param>
internal sealed class Outbox(bool keepsAll = false) : IDisposable
{
    /// <summary>What may wait before messages are thinned out.</summary>
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly object _gate = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private Queue<(object Feed, byte[] Message)> _waiting = new();
    private long _bytes;
    private bool _completed;
    private TaskCompletionSource? _room;

    /// <summary>Adds a message. Never blocks.</summary>
    public void Post(object feed, byte[] message)
    {
        lock (_gate)
        {
            if (_completed)
            {
                return;
            }

            _waiting.Enqueue((feed, message));
            _bytes += message.Length;
            if (_bytes > MaxBytes && !keepsAll)
            {
                KeepNewestOfEachFeed();
            }

            Wake();
        }
    }

    /// <summary>Completes when no more waits than should.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_gate)
        {
            if (_bytes <= MaxBytes || _completed)
            {
                return Task.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Ends the box, and tells the reader.</summary>
    /// <param name="afterWaiting">Whether what waits is still sent; else it is dropped.</param>
    public void Complete(bool afterWaiting = false)
    {
        lock (_gate)
        {
            _completed = true;
            if (!afterWaiting)
            {
                _waiting.Clear();
            }

            MakeRoom();
            Wake();
        }
    }

    /// <summary>Waits for the next message.</summary>
    /// <returns>The message, or null after the end.</returns>
    public async ValueTask<byte[]?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_waiting.TryDequeue(out (object Feed, byte[] Message) next))
                {
                    _bytes -= next.Message.Length;
                    MakeRoom();
                    return next.Message;
                }

                if (_completed)
                {
                    return null;
                }
            }

            await _signal.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _signal.Dispose();

    private void Wake()
    {
        if (_signal.CurrentCount == 0)
        {
            _signal.Release();
        }
    }

    private void MakeRoom()
    {
        if (_bytes <= MaxBytes || _completed)
        {
            _room?.TrySetResult();
            _room = null;
        }
    }

    private void KeepNewestOfEachFeed()
    {
        HashSet<object> kept = [];
        Stack<(object Feed, byte[] Message)> newestFirst = new();
        foreach ((object Feed, byte[] Message) item in _waiting.Reverse())
        {
            if (kept.Add(item.Feed))
            {
                newestFirst.Push(item);
            }
        }

        _waiting = new Queue<(object Feed, byte[] Message)>(newestFirst);
        _bytes = _waiting.Sum(item => (long)item.Message.Length);
    }
}
