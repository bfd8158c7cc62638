using KanaPerps.Simulator.Replay;

namespace KanaPerps.PowerShell;

/// <summary>The replays that run in this process, for all its runspaces.</summary>
internal static class ReplayHost
{
    private static readonly RunningList<KanaReplayInfo> s_running = new();

    /// <summary>Those that run, oldest first.</summary>
    public static IReadOnlyList<KanaReplayInfo> Running => s_running.All;

    /// <summary>Where -Network Replay leads: to the replay started last.</summary>
    /// <returns>The deployment, or null when none runs.</returns>
    public static KanaEndpoint? Endpoint() => s_running.Newest is { } replay ? KanaEndpoint.From(replay.Endpoint, KanaNetwork.Replay) : null;

    /// <summary>The network whose market ids a deployment uses: where a recording is replayed, the network that was recorded.</summary>
    public static KanaNetwork MarketsOf(KanaEndpoint endpoint) =>
        Running.FirstOrDefault(r => r.Endpoint == endpoint.WebSocket)?.Recording.Endpoint.Network ?? endpoint.Network;

    /// <summary>Starts one.</summary>
    public static KanaReplayInfo Start(string path, RecordedSteps recording, ReplayOptions options)
    {
        RecordingReplay replay = recording.Replay(options);
        return s_running.Add(id => new(id, path, recording, options, replay));
    }

    /// <summary>Stops one.</summary>
    public static void Stop(KanaReplayInfo replay)
    {
        s_running.Remove(replay);
        replay.Replay.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Stops replays without connections.</summary>
    public static void StopUnused()
    {
        foreach (KanaReplayInfo replay in Running.Where(r => r.Connections == 0))
        {
            Stop(replay);
        }
    }
}
