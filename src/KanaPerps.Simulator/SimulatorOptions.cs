namespace KanaPerps.Simulator;

/// <summary>How a simulated exchange behaves. The same options and the same subscriptions at the same steps give the same messages, byte for byte.</summary>
public sealed record SimulatorOptions
{
    private const int SecondsPerHour = 3600;

    /// <summary>
    /// What the venue's clock shows at the opening when <see cref="Start"/> is null: 2026-01-01 00:00 UTC. A fixed moment and not
    /// now, because the clock stands in every message and the same seed has to give the same bytes.
    /// </summary>
    public static DateTimeOffset DefaultStart { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The TCP port on 127.0.0.1, 0 to 65535; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Chooses the world: prices, orders and traders all follow from it.</summary>
    public int Seed { get; init; } = 7;

    /// <summary>Market steps per second of real time, 0.001 to 10000. In a step every market moves once and every trader acts once.</summary>
    public double Rate { get; init; } = 10;

    /// <summary>How numbers are written.</summary>
    public SimulatorEncoding Encoding { get; init; } = SimulatorEncoding.Current;

    /// <summary>Seconds of the venue's clock per second of real time, above 0, up to 1000000 and up to 3600 times the rate. Funding is settled at each full hour of the venue's clock.</summary>
    public double ClockSpeed { get; init; } = 1;

    /// <summary>What the venue's clock shows at the opening, 2000 to 2200, or null for <see cref="DefaultStart"/>. Pass the present time for messages that look live.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Whether the market stands still except for calls of <c>SimulatedExchange.Step</c>.</summary>
    public bool Manual { get; init; }

    /// <summary>Whose market ids it has: those of <see cref="KanaNetwork.Mainnet"/> or of <see cref="KanaNetwork.Testnet"/>. Markets of the other network are unknown to it.</summary>
    public KanaNetwork Network { get; init; } = KanaNetwork.Mainnet;

    /// <summary>The key that REST requests must bring as <c>x-api-key</c>, or null when none is asked for.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Checks that every value is in its range.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names the option, the value and the range.</exception>
    public void Validate()
    {
        foreach ((string option, string problem) in Problems())
        {
            throw new ArgumentException(problem, option);
        }
    }

    /// <summary>What is out of its range, if anything.</summary>
    internal IEnumerable<(string Option, string Problem)> Problems()
    {
        (string Option, bool Holds, object? Value, string Range)[] rules =
        [
            (nameof(Port), Port is >= 0 and <= ushort.MaxValue, Port, "a port from 0 to 65535"),
            (nameof(Rate), Rate is >= 0.001 and <= 10_000, Rate, "0.001 to 10000 steps per second"),
            (nameof(ClockSpeed), ClockSpeed is > 0 and <= 1_000_000, ClockSpeed, "above 0 and at most 1000000 seconds per second"),
            (nameof(ClockSpeed), !(ClockSpeed / Rate > SecondsPerHour), ClockSpeed, "at most 3600 times the rate: funding is settled hourly, and a step may not pass over a settlement"),
            (nameof(Encoding), Enum.IsDefined(Encoding), Encoding, "Current or Early"),
            (nameof(Network), Network is KanaNetwork.Mainnet or KanaNetwork.Testnet, Network, "Mainnet or Testnet"),
            (nameof(Start), Start is null or { Year: >= 2000 and <= 2200 }, Start, "in the years 2000 to 2200"),
            (nameof(ApiKey), ApiKey is not { Length: 0 }, "empty", "null or some text"),
        ];
        return rules.Where(r => !r.Holds).Select(r => (r.Option, FormattableString.Invariant($"{r.Option} is {r.Value}, but must be {r.Range}.")));
    }
}
