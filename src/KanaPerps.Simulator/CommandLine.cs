using System.Globalization;

namespace KanaPerps.Simulator;

/// <summary>What the program was called with: options, a wish for help, or a mistake.</summary>
/// <param name="Options">The options, or null.</param>
/// <param name="Error">What is wrong, in one line, or null.</param>
internal sealed record CommandLine(SimulatorOptions? Options, string? Error)
{
    public const string Usage =
        """
        usage: KanaPerps.Simulator [--port N] [--seed N] [--rate N] [--encoding current|early] [--clock-speed N]
                                   [--start now|TIME] [--network mainnet|testnet] [--api-key KEY] [--help]

          --port N         TCP port on 127.0.0.1; 0 takes a free one (0)
          --seed N         chooses the world; the same seed gives the same messages (7)
          --rate N         market steps per second, 0.001 to 10000 (10)
          --encoding E     how numbers are written (current)
          --clock-speed N  seconds of the venue per second; funding is hourly by the venue's clock (1)
          --start T        what the venue's clock shows at the opening: now, or a time such as 2026-01-01T00:00:00Z (that one)
          --network N      whose market ids it has (mainnet)
          --api-key KEY    the x-api-key that REST calls must bring (none)

        The first line on standard output is the WebSocket URL and the REST base. Ends on SIGINT or SIGTERM.
        """;

    public static CommandLine Parse(IReadOnlyList<string> arguments, TimeProvider timeProvider)
    {
        SimulatorOptions options = new();
        for (int i = 0; i < arguments.Count; i += 2)
        {
            string name = arguments[i];
            if (name is "--help" or "-h")
            {
                return new CommandLine(null, null);
            }

            if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                return Wrong($"Unknown option '{name}'.");
            }

            if (i + 1 == arguments.Count)
            {
                return Wrong($"{name} needs a value.");
            }

            if (Apply(options, name, arguments[i + 1], timeProvider) is not SimulatorOptions changed)
            {
                return Wrong($"'{name} {arguments[i + 1]}' is not a valid option.");
            }

            options = changed;
        }

        return options.Problems().Select(p => p.Problem).FirstOrDefault() is string problem ? Wrong(problem) : new CommandLine(options, null);
    }

    private static SimulatorOptions? Apply(SimulatorOptions options, string name, string value, TimeProvider timeProvider)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        return name switch
        {
            "--port" when int.TryParse(value, NumberStyles.None, invariant, out int port) => options with { Port = port },
            "--seed" when int.TryParse(value, NumberStyles.AllowLeadingSign, invariant, out int seed) => options with { Seed = seed },
            "--rate" when double.TryParse(value, NumberStyles.AllowDecimalPoint, invariant, out double rate) => options with { Rate = rate },
            "--clock-speed" when double.TryParse(value, NumberStyles.AllowDecimalPoint, invariant, out double speed) => options with { ClockSpeed = speed },
            "--encoding" when value is "current" => options with { Encoding = SimulatorEncoding.Current },
            "--encoding" when value is "early" => options with { Encoding = SimulatorEncoding.Early },
            "--network" when value is "mainnet" => options with { Network = KanaNetwork.Mainnet },
            "--network" when value is "testnet" => options with { Network = KanaNetwork.Testnet },
            "--start" when value is "now" => options with { Start = timeProvider.GetUtcNow() },
            "--start" when DateTimeOffset.TryParse(value, invariant, DateTimeStyles.AssumeUniversal, out DateTimeOffset start) => options with { Start = start },
            "--api-key" => options with { ApiKey = value },
            _ => null,
        };
    }

    private static CommandLine Wrong(string error) => new(null, error);
}
