using System.Management.Automation;
using System.Net.Sockets;
using KanaPerps.Simulator;

namespace KanaPerps.PowerShell;

/// <summary>Starts an exchange on loopback in this process.</summary>
[Cmdlet(VerbsLifecycle.Start, "KanaSimulator")]
[OutputType(typeof(KanaSimulatorInfo))]
public sealed class StartKanaSimulatorCommand : ModuleCommand
{
    /// <summary>The port; 0, the default, takes a free one.</summary>
    [Parameter(Position = 0, HelpMessage = "The port to listen on; 0, the default, picks a free one.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>The seed of its chance: the same seed makes the same market.</summary>
    [Parameter(HelpMessage = "The seed of the random numbers: the same seed makes the same market.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    public int Seed { get; set; } = 7;

    /// <summary>Market steps a second, 10 by default.</summary>
    [Parameter(HelpMessage = "Market steps per second.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(0.001, 10_000)]
    public double Rate { get; set; } = 10;

    /// <summary>Which of the venue's encodings it speaks.</summary>
    [Parameter(HelpMessage = "Which of the venue's two encodings it uses: Current, or Early, the one that was in use until spring 2025.")]
    public SimulatorEncoding Encoding { get; set; } = SimulatorEncoding.Current;

    /// <summary>How many seconds pass on the exchange in a real one: with 3600, funding is settled each second.</summary>
    [Parameter(HelpMessage = "How many seconds pass on the exchange in one real second.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [ValidateRange(0.001, 1_000_000)]
    public double ClockSpeed { get; set; } = 1;

    /// <summary>The exchange's clock at its start; now by default. Give it, with the seed, to get the same messages byte for byte.</summary>
    [Parameter(HelpMessage = "The time of the exchange's clock at its start; now by default.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    public DateTimeOffset StartTime { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        SimulatorOptions options = new() { Port = Port, Seed = Seed, Rate = Rate, Encoding = Encoding, ClockSpeed = ClockSpeed, Start = StartTime == default ? DateTimeOffset.UtcNow : StartTime };
        KanaSimulatorInfo simulator;
        try
        {
            simulator = SimulatorHost.Start(options);
        }
        catch (SocketException e)
        {
            ThrowTerminatingError(ErrorRecords.Of(KanaErrors.PortUnavailable, Port, $"Port {Port} can't be opened: {e.Message}.", "Omit -Port to use a free port."));
            return;
        }

        WriteObject(simulator);
    }
}
