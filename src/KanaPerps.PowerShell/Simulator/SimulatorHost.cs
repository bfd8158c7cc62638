using KanaPerps.Simulator;

namespace KanaPerps.PowerShell;

/// <summary>The simulators that run in this process, for all its runspaces.</summary>
internal static class SimulatorHost
{
    private static readonly RunningList<KanaSimulatorInfo> s_running = new();

    /// <summary>Those that run, oldest first.</summary>
    public static IReadOnlyList<KanaSimulatorInfo> Running => s_running.All;

    /// <summary>Where -Network Simulator leads: to the simulator started last, or to a new one.</summary>
    public static KanaEndpoint Endpoint() =>
        KanaEndpoint.From(s_running.NewestOrAdd(id => New(id, new SimulatorOptions { Start = DateTimeOffset.UtcNow })).Endpoint, KanaNetwork.Simulator);

    /// <summary>Starts one.</summary>
    public static KanaSimulatorInfo Start(SimulatorOptions options) => s_running.Add(id => New(id, options));

    /// <summary>Stops one.</summary>
    public static void Stop(KanaSimulatorInfo simulator)
    {
        s_running.Remove(simulator);
        simulator.Exchange.Dispose();
    }

    /// <summary>Stops simulators without connections.</summary>
    public static void StopUnused()
    {
        foreach (KanaSimulatorInfo simulator in Running.Where(s => s.Connections == 0))
        {
            Stop(simulator);
        }
    }

    private static KanaSimulatorInfo New(int id, SimulatorOptions options) => new(id, SimulatedExchange.Start(options), options);
}
