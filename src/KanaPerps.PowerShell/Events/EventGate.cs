using System.Diagnostics.CodeAnalysis;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace KanaPerps.PowerShell;

/// <summary>
/// Lets one event at a time into a runspace. An event in an idle runspace starts a pipeline for its action, a pulse. While a pipeline runs, it takes up
/// to two events between two steps, and for each time that it leaves one the engine starts a pulse of its own 100 ms later, on a thread of the pool. Two
/// pulses at the same moment can both start the same pipeline, and the exception of the second ends the process. So nothing may be left over, and no
/// event may come into an idle runspace while a pulse of the engine may be due.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The semaphore holds no handle: there is nothing to give back.")]
internal sealed class EventGate
{
    // A short action is over when the next event comes.
    private static readonly TimeSpan s_whileBusy = TimeSpan.FromMilliseconds(5);

    // The engine's pulse is due after 100 ms, and a busy pool makes it later.
    private static readonly TimeSpan s_afterBusy = TimeSpan.FromMilliseconds(300);

    private static readonly ConditionalWeakTable<Runspace, EventGate> s_gates = [];

    private readonly object _gate = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly WeakReference<Runspace>? _runspace;
    private int _waiting;
    private bool _wasBusy;
    private long _begunAt;

    private EventGate(Runspace? runspace)
    {
        _runspace = runspace is null ? null : new(runspace);
    }

    private bool IsBusy => _runspace is not null && _runspace.TryGetTarget(out Runspace? runspace) && runspace.RunspaceAvailability == RunspaceAvailability.Busy;

    /// <summary>The gate of a runspace.</summary>
    /// <param name="runspace">The runspace, or null for a gate of its own.</param>
    /// <returns>The gate.</returns>
    public static EventGate Of(Runspace? runspace) => runspace is null ? new EventGate(null) : s_gates.GetValue(runspace, r => new EventGate(r));

    /// <summary>Makes an event whose action is to run in the runspace, when it is its turn.</summary>
    /// <param name="generate">Makes the event.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task PassAsync(Action generate, CancellationToken stop)
    {
        await _turn.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            while (!TryEnter())
            {
                // The engine tells neither when an action has ended nor when it has no pulse ahead.
                await Task.Delay(s_whileBusy, KanaSession.Time, stop).ConfigureAwait(false);
            }

            generate();
        }
        catch (InvalidPipelineStateException)
        {
            // Another module's event came at the same moment. The event is in the engine's queue, and runs with the next pulse.
        }
        finally
        {
            lock (_gate)
            {
                // In an idle runspace the action has begun by now.
                _wasBusy |= _waiting > 0;
            }

            _turn.Release();
        }
    }

    /// <summary>Records that actions have begun, or will not run any more.</summary>
    /// <param name="count">How many.</param>
    public void Leave(int count)
    {
        lock (_gate)
        {
            _waiting -= count;
            _begunAt = KanaSession.Time.GetTimestamp();
        }
    }

    private bool TryEnter()
    {
        bool isBusy = IsBusy;
        lock (_gate)
        {
            TimeSpan sinceBegun = KanaSession.Time.GetElapsedTime(_begunAt);
            _wasBusy &= _waiting > 0 || sinceBegun < s_afterBusy;
            if (_waiting > 0 || (_wasBusy && (!isBusy || sinceBegun < s_whileBusy)))
            {
                return false;
            }

            _waiting++;
            return true;
        }
    }
}
