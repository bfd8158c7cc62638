using System.Management.Automation.Runspaces;
using KanaPerps.Recording;

namespace KanaPerps.PowerShell;

/// <summary>The recordings of this process, for all its runspaces. When the process ends they are closed, in whatever way it ends but by a kill.</summary>
internal static class RecordingHost
{
    private static readonly TimeSpan s_endTime = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan s_startTime = TimeSpan.FromSeconds(15);

    private static readonly List<(KanaRecordingInfo Recording, Runspace? Runspace)> s_all = [];
    private static int s_lastId;

    static RecordingHost()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop(All, s_endTime);
    }

    /// <summary>Those that run, and those that ended by themselves, oldest first.</summary>
    public static IReadOnlyList<KanaRecordingInfo> All
    {
        get
        {
            lock (s_all)
            {
                return [.. s_all.Select(r => r.Recording)];
            }
        }
    }

    /// <summary>Starts one.</summary>
    /// <param name="options">What to record.</param>
    /// <param name="stop">Cancelled when the pipeline is being stopped.</param>
    /// <returns>The recording.</returns>
    /// <exception cref="KanaException">It can't be started.</exception>
    /// <exception cref="OperationCanceledException">The pipeline is being stopped.</exception>
    public static KanaRecordingInfo Start(RecorderOptions options, CancellationToken stop)
    {
        Recorder recorder = StartInTime(options, stop);
        KanaRecordingInfo recording;
        lock (s_all)
        {
            recording = new(++s_lastId, recorder);
            s_all.Add((recording, Runspace.DefaultRunspace));
        }

        EndWithProcess(recorder);
        return recording;
    }

    // A drive that hangs must hold neither the session nor Ctrl+C. A recorder that comes about afterwards is stopped again.
    private static Recorder StartInTime(RecorderOptions options, CancellationToken stop)
    {
        Task<Recorder> start = Task.Run(() => Recorder.Start(KanaSession.Connections, options, KanaSession.Time), CancellationToken.None);
        try
        {
            return start.WaitAsync(s_startTime, stop).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            _ = start.ContinueWith(late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw e is TimeoutException ? RecorderErrors.NoAnswer(options.Path) : new OperationCanceledException(stop);
        }
    }

    /// <summary>Stops recordings and forgets them.</summary>
    /// <param name="recordings">The recordings.</param>
    /// <param name="timeout">How long to wait for the disk at most, for all together.</param>
    public static void Stop(IReadOnlyList<KanaRecordingInfo> recordings, TimeSpan timeout)
    {
        Deadline deadline = new(timeout);
        foreach (KanaRecordingInfo recording in recordings)
        {
            recording.Recorder.Stop(TimeSpan.Zero);
        }

        foreach (KanaRecordingInfo recording in recordings)
        {
            recording.Recorder.Stop(deadline.Remaining);
        }

        lock (s_all)
        {
            s_all.RemoveAll(r => recordings.Contains(r.Recording));
        }
    }

    /// <summary>Stops what a runspace has started: the module is removed from it.</summary>
    /// <param name="runspace">The runspace.</param>
    public static void StopOf(Runspace? runspace)
    {
        KanaRecordingInfo[] own;
        lock (s_all)
        {
            own = [.. s_all.Where(r => r.Runspace == runspace).Select(r => r.Recording)];
        }

        Stop(own, s_endTime);
    }

    // A signal ends recordings as it ends streams: they count as one.
    private static void EndWithProcess(Recorder recorder)
    {
        StreamRun run = TerminationSignals.Enter();
        CancellationTokenRegistration ending = run.Ending.Register(() => recorder.Stop(TimeSpan.Zero));
        _ = recorder.Completion.ContinueWith(
            _ =>
            {
                ending.Unregister();
                TerminationSignals.Leave(run);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
