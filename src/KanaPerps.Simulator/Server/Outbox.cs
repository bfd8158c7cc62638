namespace KanaPerps.Simulator;

/// <summary>
/// What waits to be sent on one connection. Every message of a feed holds its whole list, so when a slow reader lets the box fill up
/// only the newest message of each feed is kept: nothing is lost but intermediate states, and the market never waits.
/// </summary>
internal sealed class Outbox : IDisposable
{
    /// <summary>What may wait before messages are thinned out.</summary>
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly object _gate = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private Queue<(Feed Feed, byte[] Message)> _waiting = new();
    private long _bytes;
    private bool _completed;

    /// <summary>Adds a message. Never blocks.</summary>
    public void Post(Feed feed, byte[] message)
    {
        lock (_gate)
        {
            if (_completed)
            {
                return;
            }

            _waiting.Enqueue((feed, message));
            _bytes += message.Length;
            if (_bytes > MaxBytes)
            {
                KeepNewestOfEachFeed();
            }

            Wake();
        }
    }

    /// <summary>Ends the box: what waits is dropped, and the reader is told.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
            _waiting.Clear();
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
                if (_waiting.TryDequeue(out (Feed Feed, byte[] Message) next))
                {
                    _bytes -= next.Message.Length;
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

    private void KeepNewestOfEachFeed()
    {
        HashSet<Feed> kept = [];
        Stack<(Feed Feed, byte[] Message)> newestFirst = new();
        foreach ((Feed Feed, byte[] Message) item in _waiting.Reverse())
        {
            if (kept.Add(item.Feed))
            {
                newestFirst.Push(item);
            }
        }

        _waiting = new Queue<(Feed Feed, byte[] Message)>(newestFirst);
        _bytes = _waiting.Sum(item => (long)item.Message.Length);
    }
}
