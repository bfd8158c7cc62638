using KanaPerps.Simulator;

namespace KanaPerps.PowerShell;

/// <summary>A simulator that runs in this process.</summary>
public sealed class KanaSimulatorInfo
{
    internal KanaSimulatorInfo(int id, SimulatedExchange exchange, SimulatorOptions options)
    {
        Id = id;
        Exchange = exchange;
        Seed = options.Seed;
        Rate = options.Rate;
        Encoding = options.Encoding.ToString();
        StartedAt = DateTimeOffset.UtcNow;
    }

    /// <summary>A number that names it in this process.</summary>
    public int Id { get; }

    /// <summary>The address of its streams: what -Endpoint takes.</summary>
    public Uri Endpoint => Exchange.WebSocketUri;

    /// <summary>The address of its REST calls.</summary>
    public Uri RestEndpoint => Exchange.RestUri;

    /// <summary>The seed of its random numbers: the same seed makes the same market.</summary>
    public int Seed { get; }

    /// <summary>Market steps per second.</summary>
    public double Rate { get; }

    /// <summary>Which of the venue's encodings it uses: Current or Early.</summary>
    public string Encoding { get; }

    /// <summary>When it was started, in UTC.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>WebSocket connections open right now.</summary>
    public int Connections => Exchange.ConnectionCount;

    /// <summary>WebSocket connections since the start.</summary>
    public long TotalConnections => Exchange.TotalConnections;

    /// <summary>Messages sent since the start.</summary>
    public long MessagesSent => Exchange.MessagesSent;

    internal SimulatedExchange Exchange { get; }

    /// <inheritdoc/>
    public override string ToString() => Endpoint.ToString();
}
