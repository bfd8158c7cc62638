using System.Management.Automation.Runspaces;
using KanaPerps.Recording;

namespace KanaPerps.PowerShell;

/// <summary>The recordings of this process.</summary>
internal static class RecordingHost
{
    private static readonly BackgroundRuns<KanaRecordingInfo> s_runs = new();

    /// <summary>Those that run, and those that ended by themselves, oldest first.</summary>
    public static IReadOnlyList<KanaRecordingInfo> All => s_runs.All;

    /// <summary>Starts one.</summary>
    /// <param name="options">What to record.</param>
    /// <param name="stop">Cancelled when the pipeline is being stopped.</param>
    /// <returns>The recording.</returns>
    /// <exception cref="KanaException">It can't be started.</exception>
    /// <exception cref="OperationCanceledException">The pipeline is being stopped.</exception>
    public static KanaRecordingInfo Start(RecorderOptions options, CancellationToken stop) => s_runs.Start(
        () => Task.FromResult(Recorder.Start(KanaSession.Connections, options, KanaSession.Time)),
        (id, recorder) => new KanaRecordingInfo(id, recorder),
        () => RecorderErrors.NoAnswer(options.Path),
        stop);

    /// <summary>Stops recordings and forgets them.</summary>
    /// <param name="recordings">The recordings.</param>
    /// <param name="timeout">How long to wait for the disk at most, for all together.</param>
    public static void Stop(IReadOnlyList<KanaRecordingInfo> recordings, TimeSpan timeout) => s_runs.Stop(recordings, timeout);

    /// <summary>Stops what a runspace has started: the module is removed from it.</summary>
    /// <param name="runspace">The runspace.</param>
    public static void StopOf(Runspace? runspace) => s_runs.StopOf(runspace);
}
