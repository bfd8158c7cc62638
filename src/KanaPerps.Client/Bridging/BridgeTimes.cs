namespace KanaPerps.Bridging;

/// <summary>How long what takes between bridges. All bridges of a prefix have the same.</summary>
internal sealed record BridgeTimes
{
    /// <summary>The time between two heartbeats.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After how long without a heartbeat another bridge takes over.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a bridge publishes after the last heartbeat that the broker has confirmed: it stops well before another one takes over.</summary>
    public TimeSpan Confirmed => Lease * 2 / 3;

    /// <summary>How far back a bridge that stands by remembers what came: more than passes until it notices that the other one has ended.</summary>
    public TimeSpan Memory => Lease * 2;

    /// <summary>After how long without a heartbeat watchers are told.</summary>
    public TimeSpan Silence => Lease * 5 / 3;

    /// <summary>The time before another attempt to reach the broker.</summary>
    public TimeSpan Retry => Heartbeat;
}
