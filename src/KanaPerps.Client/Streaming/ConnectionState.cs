namespace KanaPerps.Streaming;

/// <summary>Where a feed stands.</summary>
public enum ConnectionState
{
    /// <summary>Looking up, connecting, shaking hands, or waiting for its turn to do so.</summary>
    Connecting,

    /// <summary>Connected and subscribed; the first message has not come yet.</summary>
    Subscribed,

    /// <summary>Messages come.</summary>
    Live,

    /// <summary>The connection was lost; waiting to reconnect.</summary>
    Backoff,

    /// <summary>Ended because it has no subscribers.</summary>
    Closed,

    /// <summary>Ended because reconnecting can't help.</summary>
    Faulted,
}
