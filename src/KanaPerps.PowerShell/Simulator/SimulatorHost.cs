using KanaPerps.Simulator;

namespace KanaPerps.PowerShell;

/// <summary>The simulators that run in this process, for all its runspaces.</summary>
internal static class SimulatorHost
{
    private static readonly List<KanaSimulatorInfo> s_running = [];
    private static int s_lastId;

    /// <summary>Those that run, oldest first.</summary>
    public static IReadOnlyList<KanaSimulatorInfo> Running
    {
        get
        {
            lock (s_running)
            {
                return [.. s_running];
            }
        }
    }

    /// <summary>Where -Network Simulator leads: to the simulator started last, or to a new one.</summary>
    public static KanaEndpoint Endpoint()
    {
        lock (s_running)
        {
            KanaSimulatorInfo simulator = s_running.Count > 0 ? s_running[^1] : Start(new SimulatorOptions { Start = DateTimeOffset.UtcNow });
            return KanaEndpoint.From(simulator.Endpoint, KanaNetwork.Simulator);
        }
    }

    /// <summary>Starts one.</summary>
    public static KanaSimulatorInfo Start(SimulatorOptions options)
    {
        lock (s_running)
        {
            KanaSimulatorInfo simulator = new(++s_lastId, SimulatedExchange.Start(options), options);
            s_running.Add(simulator);
            return simulator;
        }
    }

    /// <summary>Stops one.</summary>
    public static void Stop(KanaSimulatorInfo simulator)
    {
        lock (s_running)
        {
            s_running.Remove(simulator);
        }

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
}
