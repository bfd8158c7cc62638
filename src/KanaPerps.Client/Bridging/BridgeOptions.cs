using KanaPerps.Topics;

namespace KanaPerps.Bridging;

/// <summary>What to publish, and where to.</summary>
public sealed class BridgeOptions
{
    /// <summary>The address of the NATS server, such as <c>nats://host:4222</c>.</summary>
    public required Uri Server { get; init; }

    /// <summary>How to log in.</summary>
    public BrokerLogin Login { get; init; } = new();

    /// <summary>What the subjects begin with.</summary>
    public string Prefix { get; init; } = "kana";

    /// <summary>How many messages of each subject the stream keeps; null takes what it keeps, and 100 where it has to be created.</summary>
    public int? History { get; init; }

    /// <summary>The deployment.</summary>
    public required KanaEndpoint Endpoint { get; init; }

    /// <summary>The topics with their keys: an address, a market id, or null for a topic of the whole venue.</summary>
    public required IReadOnlyList<(Topic Topic, string? Key)> Feeds { get; init; }

    /// <summary>How many connections to keep to each feed, 1 or 2.</summary>
    public int Redundancy { get; init; } = 1;

    /// <summary>What the bridge gives as its version.</summary>
    public string Version { get; init; } = "";

    /// <summary>How many bytes may wait to be published.</summary>
    internal long Backlog { get; init; } = 64 * 1024 * 1024;

    /// <summary>The times of the bridge and its leases.</summary>
    internal BridgeTimes Times { get; init; } = new();
}
