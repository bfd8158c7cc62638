using System.Management.Automation.Runspaces;

namespace KanaPerps.PowerShell;

/// <summary>What goes on in the background of this process, for all its runspaces. When the process ends it is closed, in whatever way it ends but by a kill.</summary>
/// <typeparam name="T">What it is.</typeparam>
internal sealed class BackgroundRuns<T>
    where T : class, IBackgroundRun
{
    private static readonly TimeSpan s_endTime = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan s_startTime = TimeSpan.FromSeconds(15);

    private readonly List<(T Run, Runspace? Runspace)> _all = [];
    private int _lastId;

    public BackgroundRuns()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop(All, s_endTime);
    }

    /// <summary>Those that run, and those that ended by themselves, oldest first.</summary>
    public IReadOnlyList<T> All
    {
        get
        {
            lock (_all)
            {
                return [.. _all.Select(r => r.Run)];
            }
        }
    }

    /// <summary>Starts one. A drive or a network that hangs holds neither the session nor Ctrl+C: what comes about afterwards is stopped again.</summary>
    /// <typeparam name="TWork">What does the work.</typeparam>
    /// <param name="start">Starts the work.</param>
    /// <param name="show">Makes of it what users see, given its id.</param>
    /// <param name="noAnswer">The error if that takes too long.</param>
    /// <param name="stop">Cancelled when the pipeline is being stopped.</param>
    /// <returns>The one that was started.</returns>
    /// <exception cref="KanaException">It can't be started.</exception>
    /// <exception cref="OperationCanceledException">The pipeline is being stopped.</exception>
    public T Start<TWork>(Func<Task<TWork>> start, Func<int, TWork, T> show, Func<KanaException> noAnswer, CancellationToken stop)
        where TWork : IDisposable
    {
        TWork work = StartInTime(start, noAnswer, stop);
        T run;
        lock (_all)
        {
            run = show(++_lastId, work);
            _all.Add((run, Runspace.DefaultRunspace));
        }

        EndWithProcess(run);
        return run;
    }

    /// <summary>Stops some and forgets them.</summary>
    /// <param name="runs">Which ones.</param>
    /// <param name="timeout">How long to wait at most, for all together.</param>
    public void Stop(IReadOnlyList<T> runs, TimeSpan timeout)
    {
        Deadline deadline = new(timeout);
        foreach (T run in runs)
        {
            run.Stop(TimeSpan.Zero);
        }

        foreach (T run in runs)
        {
            run.Stop(deadline.Remaining);
        }

        lock (_all)
        {
            _all.RemoveAll(r => runs.Contains(r.Run));
        }
    }

    /// <summary>Stops what a runspace has started: the module is removed from it.</summary>
    /// <param name="runspace">The runspace.</param>
    public void StopOf(Runspace? runspace)
    {
        T[] own;
        lock (_all)
        {
            own = [.. _all.Where(r => r.Runspace == runspace).Select(r => r.Run)];
        }

        Stop(own, s_endTime);
    }

    private static TWork StartInTime<TWork>(Func<Task<TWork>> begin, Func<KanaException> noAnswer, CancellationToken stop)
        where TWork : IDisposable
    {
        Task<TWork> start = Task.Run(begin, CancellationToken.None);
        try
        {
            return start.WaitAsync(s_startTime, stop).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            _ = start.ContinueWith(late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw e is TimeoutException ? noAnswer() : new OperationCanceledException(stop);
        }
    }

    // A signal ends what runs in the background as it ends streams: each counts as one.
    private static void EndWithProcess(T run)
    {
        StreamRun stream = TerminationSignals.Enter();
        CancellationTokenRegistration ending = stream.Ending.Register(() => run.Stop(TimeSpan.Zero));
        _ = run.Completion.ContinueWith(
            _ =>
            {
                ending.Unregister();
                TerminationSignals.Leave(stream);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
