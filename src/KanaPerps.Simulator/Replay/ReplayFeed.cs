namespace KanaPerps.Simulator.Replay;

/// <summary>A feed of a replay: its last message and its subscribers. Used under the lock of <see cref="ReplayFeeds"/>.</summary>
internal sealed class ReplayFeed
{
    private TaskCompletionSource? _allBack;
    private int _missing;

    /// <summary>The last message, or null before the first.</summary>
    public byte[]? Latest { get; private set; }

    /// <summary>Which connection of the recording the last message came from, or null before the first.</summary>
    public long? Connection { get; private set; }

    /// <summary>Whether the connection was lost in the recording and no message has come since. A new subscriber gets no message until then.</summary>
    public bool IsLost { get; private set; }

    /// <summary>The subscribers.</summary>
    public List<WebSocketSession> Sessions { get; } = [];

    /// <summary>Adds a subscriber.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Add(WebSocketSession session)
    {
        if (Sessions.Contains(session))
        {
            return false;
        }

        Sessions.Add(session);
        if (_missing > 0 && --_missing == 0)
        {
            _allBack?.TrySetResult();
        }

        return true;
    }

    /// <summary>Marks the connection as lost.</summary>
    /// <returns>The sockets to close.</returns>
    public IReadOnlyList<WebSocketSession> Lose()
    {
        WebSocketSession[] closed = [.. Sessions];
        Sessions.Clear();
        IsLost = true;
        _missing += closed.Length;
        return closed;
    }

    /// <summary>Takes a message: the connection is back. Only JSON is kept as the last message, for new subscribers.</summary>
    public void Take(byte[] message, long connection)
    {
        (Connection, IsLost, _missing) = (connection, false, 0);
        Latest = message.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..] ? message : Latest;
    }

    /// <summary>Completes when as many readers have subscribed again as were cut off.</summary>
    public Task AllBackAsync()
    {
        if (_missing == 0)
        {
            return Task.CompletedTask;
        }

        _allBack = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _allBack.Task;
    }
}
