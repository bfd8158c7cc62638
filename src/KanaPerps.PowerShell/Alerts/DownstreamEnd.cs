using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace KanaPerps.PowerShell;

/// <summary>
/// Finds out why an object that was handed on did not come back: because the commands behind ended the pipeline by choice, as Select-Object -First, break and
/// exit do, or because something failed or was stopped.
/// </summary>
/// <remarks>
/// WriteObject throws the same exception for both. What was thrown first is not in it, and is seen by the runtime's own event alone. It is listened to while an
/// alert is handed on, which is seldom.
/// </remarks>
internal sealed class DownstreamEnd : IDisposable
{
    private readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>Begins to listen to what is thrown on this thread.</summary>
    public DownstreamEnd() => AppDomain.CurrentDomain.FirstChanceException += OnThrown;

    /// <summary>Whether the exception that is on its way, if there is one, began with such a choice.</summary>
    public bool IsByChoice { get; private set; }

    /// <summary>Stops listening.</summary>
    public void Dispose() => AppDomain.CurrentDomain.FirstChanceException -= OnThrown;

    // The engine turns both into a PipelineStoppedException on the way.
    private void OnThrown(object? sender, FirstChanceExceptionEventArgs e)
    {
        if (Environment.CurrentManagedThreadId == _thread && e.Exception is not PipelineStoppedException)
        {
            IsByChoice = e.Exception is FlowControlException;
        }
    }
}
