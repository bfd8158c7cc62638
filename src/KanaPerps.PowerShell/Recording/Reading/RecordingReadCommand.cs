using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using KanaPerps.Recording;

namespace KanaPerps.PowerShell;

/// <summary>What the commands share that read recordings: the folders, waiting for drives without missing Ctrl+C, and progress.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The source holds no timer and no link, so there is nothing to give back; it may be cancelled at any time.")]
public abstract class RecordingReadCommand : ModuleCommand
{
    private const int ActivityId = 1;

    private static readonly TimeSpan s_progressInterval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private Deadline _nextProgress = new(s_progressInterval);
    private bool _isProgressShown;

    private protected RecordingReadCommand()
    {
    }

    /// <summary>The folders of the recordings.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "The folder of a recording.")]
    [Alias("FullName", "LiteralPath", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary>Cancelled by Ctrl+C and Stop().</summary>
    private protected CancellationToken StopToken => _stop.Token;

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        foreach (string path in Path ?? [])
        {
            string? folder = null;
            ErrorRecord? error = Try(() => folder = FileSystemPath(path), path);
            if (error is null)
            {
                Process(folder!);
            }
            else
            {
                WriteError(error);
            }
        }
    }

    /// <summary>Does what the command is for.</summary>
    /// <param name="folder">The full path of a recording.</param>
    private protected abstract void Process(string folder);

    /// <summary>The full path that a path of the session means. It is taken literally: in the name of a folder a bracket is a bracket.</summary>
    private protected string FileSystemPath(string path)
    {
        string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        return provider.Name == "FileSystem" ? full : throw RecordingErrors.NotFound(path, "is not in the file system");
    }

    /// <summary>Does something, and makes an error record of the failures that a user can do something about.</summary>
    /// <param name="action">What to do; it must not write.</param>
    /// <param name="target">What it concerns.</param>
    /// <returns>The record, or null.</returns>
    private protected static ErrorRecord? Try(Action action, string target)
    {
        try
        {
            action();
            return null;
        }
        catch (KanaException e)
        {
            return ErrorRecords.From(e, target);
        }
        catch (SessionStateException e)
        {
            return ErrorRecords.From(RecordingErrors.NotFound(target, $"can't be found ({e.Message.TrimEnd('.')})"), target);
        }
        catch (NotSupportedException e)
        {
            return ErrorRecords.From(RecordingErrors.NotFound(target, $"can't be found ({e.Message.TrimEnd('.')})"), target);
        }
    }

    /// <summary>Does work on another thread, and waits for it here. When the command is stopped, a thread that hangs stays behind.</summary>
    /// <typeparam name="TResult">What comes of it.</typeparam>
    /// <param name="work">The work.</param>
    /// <param name="onTick">Called here now and then, or null.</param>
    /// <returns>The result.</returns>
    /// <exception cref="PipelineStoppedException">The command was stopped.</exception>
    private protected TResult Await<TResult>(Func<CancellationToken, TResult> work, Action? onTick = null)
    {
        Task<TResult> task = Task.Factory.StartNew(() => work(StopToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            while (Task.WaitAny([task], (int)s_progressInterval.TotalMilliseconds, StopToken) < 0)
            {
                onTick?.Invoke();
            }

            return task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Shows how much has been read, now and then.</summary>
    /// <param name="folder">The recording.</param>
    /// <param name="read">How many bytes have been read.</param>
    /// <param name="total">How many bytes there are.</param>
    private protected void ShowProgress(string folder, long read, long total)
    {
        if (!_nextProgress.IsOver)
        {
            return;
        }

        _nextProgress = new Deadline(s_progressInterval);
        _isProgressShown = true;
        int percent = total > 0 ? (int)Math.Clamp(read * 100 / total, 0, 100) : -1;
        WriteProgress(new ProgressRecord(ActivityId, MyInvocation.MyCommand.Name, FormattableString.Invariant($"{folder}: {read / 1e6:0.0} of {total / 1e6:0.0} MB")) { PercentComplete = percent });
    }

    /// <summary>Takes the progress away.</summary>
    private protected void HideProgress()
    {
        if (_isProgressShown)
        {
            _isProgressShown = false;
            WriteProgress(new ProgressRecord(ActivityId, MyInvocation.MyCommand.Name, "done") { RecordType = ProgressRecordType.Completed });
        }
    }
}
