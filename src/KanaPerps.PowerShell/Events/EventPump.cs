using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace KanaPerps.PowerShell;

/// <summary>
/// Carries a subscription's rows and notices into the events of a runspace. The engine's own queues know no bound, so few events are
/// under way at a time. Meanwhile the subscription waits as for any slow reader: it merges snapshots, and drops the oldest rows with
/// a notice.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Neither field holds a timer or a handle: there is nothing to give back.")]
internal abstract class EventPump
{
    /// <summary>How many unread events may be in the session's queue without an action.</summary>
    private const int MostUnread = 1000;

    // The engine does not tell when an event is taken out of its queue.
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMilliseconds(50);

    private static readonly List<EventPump> s_running = [];

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _room = new(1);
    private readonly PSEventManager _events;
    private readonly PSEventSubscriber _subscriber;
    private readonly PSObject? _messageData;
    private readonly Runspace? _runspace = Runspace.DefaultRunspace;
    private readonly EventGate _gate;

    // Events whose actions have not begun.
    private int _waiting;
    private StreamRun? _run;

    protected EventPump(PSEventManager events, PSEventSubscriber subscriber, PSObject? messageData)
    {
        _events = events;
        _subscriber = subscriber;
        _messageData = messageData;
        _gate = EventGate.Of(_runspace);
    }

    /// <summary>Ends the subscribers of a runspace that loses the module.</summary>
    /// <param name="runspace">The runspace, or null for none.</param>
    public static void UnsubscribeAll(Runspace? runspace)
    {
        EventPump[] pumps;
        lock (s_running)
        {
            pumps = [.. s_running.Where(p => p._runspace == runspace)];
        }

        foreach (EventPump pump in pumps)
        {
            pump._events.UnsubscribeEvent(pump._subscriber);
        }
    }

    /// <summary>Begins, until the engine's subscriber is gone or nothing more can come.</summary>
    /// <param name="source">Tells when the subscriber is gone.</param>
    /// <param name="deadline">When to end.</param>
    public void Start(KanaEventSource source, Deadline deadline)
    {
        StreamRun run = TerminationSignals.Enter();
        _run = run;
        lock (s_running)
        {
            s_running.Add(this);
        }

        source.Left = Stop;
        if (_subscriber.Action is { } job)
        {
            job.StateChanged += OnActionBegins;
        }

        if (_runspace is not null)
        {
            _runspace.StateChanged += OnRunspaceChanged;
        }

        _ = run.Ending.Register(Stop);
        _ = Task.Run(() => RunAsync(deadline));
    }

    protected abstract Task PumpAsync(CancellationToken stop);

    /// <summary>Leaves the feeds.</summary>
    protected abstract void Leave();

    /// <summary>Makes an event once there is room for it.</summary>
    protected async Task RaiseAsync(KanaEventArgs args, CancellationToken stop)
    {
        if (_subscriber.Action is not null)
        {
            await _room.WaitAsync(stop).ConfigureAwait(false);
            await PassAsync(args, stop).ConfigureAwait(false);
            return;
        }

        while (CountUnread() >= MostUnread)
        {
            await Task.Delay(s_lookAgain, stop).ConfigureAwait(false);
        }

        Generate(args);
    }

    private async Task PassAsync(KanaEventArgs args, CancellationToken stop)
    {
        try
        {
            await _gate.PassAsync(() => Generate(args), stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The event was not made: no action will give its room back.
            _room.Release();
            throw;
        }
    }

    // From this thread into the queue: threads of the pool, the default, would overtake each other on the way.
    private void Generate(KanaEventArgs args)
    {
        Interlocked.Increment(ref _waiting);
        _events.GenerateEvent(
            _subscriber.SourceIdentifier,
            args.Feed,
            [args.Feed, args],
            _messageData,
            processInCurrentThread: true,
            waitForCompletionInCurrentThread: false);
    }

    [SuppressMessage("Design", "CA1031", Justification = "A runspace that is on its way out must not leave an unobserved exception.")]
    private async Task RunAsync(Deadline deadline)
    {
        try
        {
            await PumpUntilAsync(deadline).ConfigureAwait(false);

            // The last action must have begun: unsubscribing runs one that has not, and this is not its thread.
            await _room.WaitAsync(_stop.Token).ConfigureAwait(false);

            // A subscriber that nothing can reach any more would look alive.
            _events.UnsubscribeEvent(_subscriber);
        }
        catch (Exception)
        {
            // Stopped, or the runspace is gone.
        }
        finally
        {
            Stop();
        }
    }

    private async Task PumpUntilAsync(Deadline deadline)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        Task pump = PumpAsync(end.Token);
        while (!pump.IsCompleted && !deadline.IsOver)
        {
            await Task.WhenAny(pump, Task.Delay(deadline.Remaining, KanaSession.Time, end.Token)).ConfigureAwait(false);
        }

        await end.CancelAsync().ConfigureAwait(false);
        await pump.ConfigureAwait(deadline.IsOver ? ConfigureAwaitOptions.SuppressThrowing : ConfigureAwaitOptions.None);
    }

    private int CountUnread()
    {
        lock (_events.ReceivedEvents.SyncRoot)
        {
            return _events.ReceivedEvents.Count(e => e.SourceIdentifier == _subscriber.SourceIdentifier);
        }
    }

    // The job says that it runs each time that its action begins. An event that somebody else made under the name gives no room.
    private void OnActionBegins(object? sender, JobStateEventArgs e)
    {
        if (_room.CurrentCount == 0)
        {
            _room.Release();
            if (Interlocked.Decrement(ref _waiting) >= 0)
            {
                _gate.Leave(1);
            }
        }
    }

    private void OnRunspaceChanged(object? sender, RunspaceStateEventArgs e)
    {
        if (e.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken)
        {
            Stop();
        }
    }

    private void Stop()
    {
        lock (s_running)
        {
            if (!s_running.Remove(this))
            {
                return;
            }
        }

        if (_runspace is not null)
        {
            _runspace.StateChanged -= OnRunspaceChanged;
        }

        if (_subscriber.Action is { } job)
        {
            job.StateChanged -= OnActionBegins;
            _gate.Leave(Math.Max(0, Interlocked.Exchange(ref _waiting, 0)));
        }

        _stop.Cancel();
        Leave();
        if (_run is not null)
        {
            TerminationSignals.Leave(_run);
        }
    }
}
