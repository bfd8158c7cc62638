using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;

namespace KanaPerps.PowerShell;

/// <summary>
/// What SIGTERM and SIGHUP (docker stop, systemd, a terminal that closes) do while streams run. By itself the process would be gone in the
/// middle of a line. Instead the streams end as if their last object had come, so that what is behind them in the pipeline ends and
/// flushes; then the session is closed, which stops the rest of the scripts as Ctrl+C does, and the process exits.
/// </summary>
/// <remarks>
/// Nothing is registered while no stream runs, nor in any program but PowerShell's own: another host handles its signals itself. Handlers
/// are called newest first: one that was registered while the stream runs, and has cancelled the signal, keeps the process alive.
/// </remarks>
internal static class TerminationSignals
{
    // From the signal on; the whole end takes less than the 2 s that are promised.
    private static readonly TimeSpan s_streamTime = TimeSpan.FromSeconds(0.9);

    private static readonly Lock s_gate = new();
    private static readonly HashSet<StreamRun> s_runs = [];
    private static PosixSignalRegistration[] s_registrations = [];
    private static bool s_isEnding;
    private static readonly CancellationTokenSource s_ending = new();
    private static readonly ManualResetEventSlim s_allLeft = new();

    /// <summary>Whether the process is to end: what ends early now has not failed.</summary>
    public static bool IsEnding => s_ending.IsCancellationRequested;

    /// <summary>Announces a stream of the calling thread's runspace.</summary>
    /// <returns>What tells the stream to end, and has to be told when it has.</returns>
    public static StreamRun Enter()
    {
        lock (s_gate)
        {
            StreamRun run = new(s_ending.Token);
            s_runs.Add(run);
            if (SessionEnd.IsPowerShellProcess && s_registrations.Length == 0)
            {
                s_registrations = [PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal)];
            }

            return run;
        }
    }

    /// <summary>Takes note that a stream has ended.</summary>
    /// <param name="run">The stream. Safe to call again.</param>
    /// <returns>Whether it was the last one of a runspace that is about to be closed.</returns>
    public static bool Leave(StreamRun run)
    {
        lock (s_gate)
        {
            if (!s_runs.Remove(run))
            {
                return false;
            }

            if (s_runs.Count == 0)
            {
                s_allLeft.Set();
            }

            if (s_isEnding)
            {
                return s_runs.All(r => r.Runspace != run.Runspace);
            }

            if (s_runs.Count == 0)
            {
                Array.ForEach(s_registrations, r => r.Dispose());
                s_registrations = [];
            }

            return false;
        }
    }

    // Returns at once, so that handlers that were registered before are called, too.
    private static void OnSignal(PosixSignalContext context)
    {
        if (context.Cancel)
        {
            return;
        }

        context.Cancel = true;
        lock (s_gate)
        {
            if (s_isEnding)
            {
                // A second signal changes nothing: the end is near.
                return;
            }

            s_isEnding = true;
            if (s_runs.Count > 0)
            {
                s_allLeft.Reset();
            }

            SessionEnd end = new(context.Signal, [.. s_runs.Select(r => r.Runspace).OfType<Runspace>()]);
            new Thread(() => End(end)) { IsBackground = true }.Start();
        }
    }

    private static void End(SessionEnd end)
    {
        s_ending.Cancel();
        s_allLeft.Wait(s_streamTime);
        end.Exit();
    }
}
