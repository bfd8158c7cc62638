using System.Management.Automation.Runspaces;
using KanaPerps.Bridging;

namespace KanaPerps.PowerShell;

/// <summary>The bridges of this process.</summary>
internal static class BridgeHost
{
    private static readonly BackgroundRuns<KanaBridgeInfo> s_runs = new();

    /// <summary>Those that run, and those that ended by themselves, oldest first.</summary>
    public static IReadOnlyList<KanaBridgeInfo> All => s_runs.All;

    /// <summary>Starts one.</summary>
    /// <param name="options">What to publish.</param>
    /// <param name="stop">Cancelled when the pipeline is being stopped.</param>
    /// <returns>The bridge.</returns>
    /// <exception cref="KanaException">It can't be started.</exception>
    /// <exception cref="OperationCanceledException">The pipeline is being stopped.</exception>
    public static KanaBridgeInfo Start(BridgeOptions options, CancellationToken stop) => s_runs.Start(
        () => Bridge.StartAsync(KanaSession.Connections, options, KanaSession.Time, stop),
        (id, bridge) => new KanaBridgeInfo(id, bridge),
        () => BridgeErrors.NoAnswer(options.Server),
        stop);

    /// <summary>Stops bridges and forgets them.</summary>
    /// <param name="bridges">The bridges.</param>
    /// <param name="timeout">How long to wait for the broker at most, for all together.</param>
    public static void Stop(IReadOnlyList<KanaBridgeInfo> bridges, TimeSpan timeout) => s_runs.Stop(bridges, timeout);

    /// <summary>Stops what a runspace has started: the module is removed from it.</summary>
    /// <param name="runspace">The runspace.</param>
    public static void StopOf(Runspace? runspace) => s_runs.StopOf(runspace);
}
