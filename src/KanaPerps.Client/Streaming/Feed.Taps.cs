namespace KanaPerps.Streaming;

/// <content>The taps of the feed (they get its raw messages, for recordings), and how often it was joined.</content>
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

    /// <summary>Whether the feed has no subscriber and no tap. Used under the lock.</summary>
    protected bool IsUnused => SubscriberCount == 0 && _taps.Length == 0;

    /// <summary>Adds a tap. It gets what a subscriber gets that joins now, then all that the subscribers get.</summary>
    /// <param name="tap">The tap.</param>
    public void Attach(IFeedTap tap)
    {
        lock (Gate)
        {
            _taps = [.. _taps, tap];
            CountAttachment();
            CatchUp(tap);
        }
    }

    /// <summary>Removes a tap.</summary>
    /// <param name="tap">The tap.</param>
    /// <returns>Whether it was the last user of the feed.</returns>
    public bool Detach(IFeedTap tap)
    {
        lock (Gate)
        {
            int before = _taps.Length;
            _taps = [.. _taps.Where(t => t != tap)];
            return _taps.Length < before && IsUnused;
        }
    }

    /// <summary>Counts a subscriber or tap that joins. Called under the lock.</summary>
    protected void CountAttachment() => _attachments++;

    /// <summary>Gives a tap that joins the last message and the notices that a new subscriber would get. Called under the lock.</summary>
    protected abstract void CatchUp(IFeedTap tap);

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

        TappedMessage message = new() { Utf8 = utf8, ReceivedAt = receivedAt, Connection = Progress.Connections, IsJson = isJson, IsBinary = isBinary };
        foreach (IFeedTap tap in _taps)
        {
            tap.OnMessage(message);
        }
    }
}
