using KanaPerps.Streaming.Redundancy;

namespace KanaPerps.Streaming;

/// <content>The second connection of the feed.</content>
internal abstract partial class Feed
{
    private readonly RedundancyContext _redundancy;

    /// <summary>Whether the message that is being taken came of the second connection: its list may be older than the last one. Used under the lock.</summary>
    protected bool IsOfStandby { get; private set; }

    /// <summary>Keeps as many connections, or as many as were asked for before, for as long as the feed lives. A replay has one, since it waits for its reader, and so has a bridge.</summary>
    /// <param name="count">How many, 1 or 2.</param>
    public void KeepConnections(int count)
    {
        if (count > 1 && Key.Endpoint.Network != KanaNetwork.Replay && !IsBridged)
        {
            _redundancy.State.Want();
        }
    }

    private RedundancyContext MakeRedundancy() => new()
    {
        Gate = Gate,
        Dialer = _dialer,
        Options = _context.Options,
        Time = _context.Time,
        IsHistory = _topic.IsHistory,
        IsLoopback = Key.Endpoint.WebSocket.IsLoopback,
    };
}
