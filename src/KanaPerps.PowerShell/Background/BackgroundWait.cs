using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Waits on the pipeline's thread until what runs in the background ends, and tells of its troubles meanwhile.</summary>
internal sealed class BackgroundWait : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly Cmdlet _command;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<IBackgroundRun> _waiting = [];
    private readonly HashSet<IBackgroundRun> _retrying = [];
    private StreamRun? _run;

    /// <summary>Prepares the wait of a command.</summary>
    /// <param name="command">The command.</param>
    public BackgroundWait(Cmdlet command)
    {
        _command = command;
    }

    /// <summary>Ends the wait: the pipeline is being stopped.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Adds what to wait for.</summary>
    /// <param name="runs">What runs.</param>
    public void Add(IEnumerable<IBackgroundRun> runs) => _waiting.AddRange(runs.Except(_waiting).ToArray());

    /// <summary>Waits, and writes each one that has ended.</summary>
    /// <param name="timeoutSec">How many seconds at most, or 0.</param>
    public void Run(double timeoutSec)
    {
        Deadline deadline = new(timeoutSec > 0 ? TimeSpan.FromSeconds(timeoutSec) : Timeout.InfiniteTimeSpan);
        _run = TerminationSignals.Enter();
        using CancellationTokenSource wake = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _run.Ending);
        while (_waiting.Count > 0 && !deadline.IsOver && !wake.IsCancellationRequested)
        {
            Task.WaitAny([.. _waiting.Select(r => r.Completion), Task.Delay(deadline.RemainingUpTo(s_interval), wake.Token)], CancellationToken.None);
            Look();
        }

        if (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_run is not null)
        {
            TerminationSignals.Leave(_run);
        }

        _stop.Dispose();
    }

    private void Look()
    {
        foreach (IBackgroundRun run in _waiting.ToArray())
        {
            Tell(run);
            if (run.Completion.IsCompleted)
            {
                _waiting.Remove(run);
                _command.WriteObject(run);
            }
        }
    }

    private void Tell(IBackgroundRun run)
    {
        bool isOver = run.Completion.IsCompleted;
        if (isOver && run.EndError is { } error)
        {
            _command.WriteError(ErrorRecords.From(error, run.ToString()));
        }
        else if (!isOver && run.IsRetrying && _retrying.Add(run))
        {
            _command.WriteWarning(run.RetryingText);
        }
        else if (!isOver && !run.IsRetrying && _retrying.Remove(run))
        {
            _command.WriteWarning(run.RecoveredText);
        }

        _command.WriteProgress(new ProgressRecord(run.Id, run.Activity, run.Progress) { RecordType = isOver ? ProgressRecordType.Completed : ProgressRecordType.Processing });
    }
}
