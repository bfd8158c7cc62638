using KanaPerps.Transport;

namespace KanaPerps.Streaming.Redundancy;

/// <summary>What a feed gives its connections.</summary>
internal sealed record RedundancyContext
{
    /// <summary>The feed's lock. Everything that changes takes it.</summary>
    public required object Gate { get; init; }

    /// <summary>What the feed dials with: its budget counts both connections.</summary>
    public required Dialer Dialer { get; init; }

    /// <summary>The limits.</summary>
    public required StreamOptions Options { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Whether the topic sends histories, and not its whole state.</summary>
    public required bool IsHistory { get; init; }

    /// <summary>Whether the endpoint is on this machine, where the close codes of replays count.</summary>
    public required bool IsLoopback { get; init; }

    /// <summary>What is wanted, and what was done.</summary>
    public RedundancyState State { get; } = new();
}
