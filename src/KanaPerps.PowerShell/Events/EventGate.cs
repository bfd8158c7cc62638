using System.Diagnostics.CodeAnalysis;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace KanaPerps.PowerShell;

/// <summary>
/// Lets one event at a time into a runspace, and none while the engine works off a backlog. It does that with pulses on a thread of the pool, each
/// 100 ms after the one before. A pulse that an event causes at the same moment would make the two start the same pipeline, and the second start is
/// an exception that ends the process.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The semaphore holds no handle: there is nothing to give back.")]
internal sealed class EventGate
{
    // The engine's last pulse may come so long after the last action has begun, and a busy pool makes it later.
    private static readonly TimeSpan s_afterBacklog = TimeSpan.FromMilliseconds(300);

    // The engine does not tell when it has no pulse ahead.
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMilliseconds(20);

    private static readonly ConditionalWeakTable<Runspace, EventGate> s_gates = [];

    private readonly object _gate = new();
    private readonly SemaphoreSlim _turn = new(1);
    private int _waiting;
    private bool _hasBacklog;
    private long _workedOffAt;

    /// <summary>The gate of a runspace.</summary>
    /// <param name="runspace">The runspace, or null for a gate of its own.</param>
    /// <returns>The gate.</returns>
    public static EventGate Of(Runspace? runspace) => runspace is null ? new EventGate() : s_gates.GetValue(runspace, _ => new EventGate());

    /// <summary>Makes an event whose action is to run in the runspace, when it is its turn.</summary>
    /// <param name="generate">Makes the event.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task PassAsync(Action generate, CancellationToken stop)
    {
        await _turn.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            while (IsBlocked())
            {
                await Task.Delay(s_lookAgain, KanaSession.Time, stop).ConfigureAwait(false);
            }

            lock (_gate)
            {
                _waiting++;
            }

            generate();
        }
        catch (InvalidPipelineStateException)
        {
            // Another module's event came at the same moment. The event is in the engine's queue, and runs with the next pulse.
        }
        finally
        {
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
            _hasBacklog |= _waiting > 0;
            _workedOffAt = KanaSession.Time.GetTimestamp();
        }
    }

    private bool IsBlocked()
    {
        lock (_gate)
        {
            _hasBacklog &= _waiting > 0 || KanaSession.Time.GetElapsedTime(_workedOffAt) < s_afterBacklog;
            return _hasBacklog;
        }
    }
}
