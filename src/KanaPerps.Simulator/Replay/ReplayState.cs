namespace KanaPerps.Simulator.Replay;

/// <summary>What a replay does at present.</summary>
public enum ReplayState
{
    /// <summary>It waits for its first subscriptions.</summary>
    Waiting,

    /// <summary>Its clock runs.</summary>
    Playing,

    /// <summary>The recording has ended. Whoever subscribes now gets the last message of the feed, and then the end.</summary>
    Ended,

    /// <summary>The recording could not be read on.</summary>
    Failed,
}
