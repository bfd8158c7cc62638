namespace KanaPerps.Streaming;

/// <content>Who uses the feed: how often it was joined, and what its taps get.</content>
internal abstract partial class Feed
{
    private IFeedTap[] _taps = [];
    private int _attachments;

    /// <summary>How many subscribers and taps have joined so far.</summary>
    public int Attachments
    {
        get
        {
            lock (Gate)
            {
                return _attachments;
            }
        }
    }

    /// <summary>Whether nothing uses the feed. Used under the lock.</summary>
    protected bool IsUnused => SubscriberCount == 0 && _taps.Length == 0;

    /// <summary>Adds a tap. It gets what a subscriber gets that joins now, then all that the subscribers get.</summary>
    /// <param name="tap">The tap.</param>
    public void Attach(IFeedTap tap)
    {
        lock (Gate)
        {
            _taps = [.. _taps, tap];
            Joined();
            Welcome(tap);
        }
    }

    /// <summary>Removes a tap.</summary>
    /// <param name="tap">The tap.</param>
    /// <returns>Whether the feed is unused by that.</returns>
    public bool Detach(IFeedTap tap)
    {
        lock (Gate)
        {
            int before = _taps.Length;
            _taps = [.. _taps.Where(t => t != tap)];
            return _taps.Length < before && IsUnused;
        }
    }

    /// <summary>Records that something has joined the feed. Called under the lock.</summary>
    protected void Joined() => _attachments++;

    /// <summary>Gives a tap that joins what a subscriber would get. Called under the lock.</summary>
    protected abstract void Welcome(IFeedTap tap);

    /// <summary>Passes a notice to the taps. Called under the lock.</summary>
    protected void Tap(StreamNotice notice)
    {
        foreach (IFeedTap tap in _taps)
        {
            tap.OnNotice(notice);
        }
    }

    /// <summary>Passes a message to the taps. Called under the lock.</summary>
    protected void Tap(ReadOnlySpan<byte> utf8, DateTimeOffset receivedAt, bool isJson = false, bool isBinary = false)
    {
        if (_taps.Length == 0)
        {
            return;
        }

        TappedMessage message = new() { Utf8 = utf8, ReceivedAt = receivedAt, Connection = _progress.Connections, IsJson = isJson, IsBinary = isBinary };
        foreach (IFeedTap tap in _taps)
        {
            tap.OnMessage(message);
        }
    }
}
