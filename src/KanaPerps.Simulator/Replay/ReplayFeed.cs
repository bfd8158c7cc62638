namespace KanaPerps.Simulator.Replay;

/// <summary>A feed of a replay: its last message, and who gets the next one. Used under the lock of <see cref="ReplayFeeds"/>.</summary>
internal sealed class ReplayFeed
{
    private TaskCompletionSource? _back;
    private int _missing;

    /// <summary>The last message, or null before the first.</summary>
    public byte[]? Latest { get; private set; }

    /// <summary>Which connection of the recording the last message came from, or null before the first.</summary>
    public long? Connection { get; private set; }

    /// <summary>Whether its connection was lost, and no message has come since: a subscription is met with silence then.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Who is subscribed.</summary>
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
            _back?.TrySetResult();
        }

        return true;
    }

    /// <summary>Marks the connection as lost.</summary>
    /// <returns>Whose sockets to close.</returns>
    public IReadOnlyList<WebSocketSession> Lose()
    {
        WebSocketSession[] closed = [.. Sessions];
        Sessions.Clear();
        IsLost = true;
        _missing += closed.Length;
        return closed;
    }

    /// <summary>Takes a message: the connection stands again. What is no JSON is not what the venue would send first.</summary>
    public void Take(byte[] message, long connection)
    {
        (Connection, IsLost, _missing) = (connection, false, 0);
        Latest = message.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..] ? message : Latest;
    }

    /// <summary>Completes when as many have subscribed again as were cut off.</summary>
    public Task BackAsync()
    {
        if (_missing == 0)
        {
            return Task.CompletedTask;
        }

        _back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _back.Task;
    }
}
