using System.Management.Automation;

namespace KanaPerps.PowerShell;

/// <summary>Waits for an object that fulfils a condition, writes it, and ends the pipeline.</summary>
[Cmdlet(VerbsLifecycle.Wait, "KanaCondition")]
[OutputType(typeof(PSObject))]
public sealed class WaitKanaConditionCommand : ModuleCommand, IDisposable
{
    private ObjectCondition? _condition;
    private ObjectCondition? _unless;
    private PipelineWait? _wait;
    private object? _last;
    private long _count;
    private bool _isDone;

    /// <summary>What is waited for.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "A script block that decides whether the object in $_ fulfils the condition.")]
    public ScriptBlock Condition { get; set; } = null!;

    /// <summary>What makes it impossible.</summary>
    [Parameter(HelpMessage = "A script block that decides whether the object in $_ makes the condition impossible.")]
    public ScriptBlock? Unless { get; set; }

    /// <summary>How long to wait.</summary>
    [Parameter(HelpMessage = "How many seconds to wait at most, also while no object comes.")]
    [ArgumentCompleter(typeof(NoCompleter))]
    [Alias("Timeout")]
    [ValidateRange(0.001, 1e9)]
    public double TimeoutSec { get; set; }

    /// <summary>The objects.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = "The objects to test, of any type.")]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _condition = new(Condition);
        _unless = Unless is null ? null : new(Unless);
        _wait = PipelineWait.Open(TimeoutSec > 0 ? TimeSpan.FromSeconds(TimeoutSec) : Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_isDone)
        {
            EndUpstream();
            return;
        }

        _count++;
        _last = InputObject;
        if (_wait!.IsTimeOver)
        {
            Fail(TimeOver());
        }
        else if (Holds(_condition!))
        {
            _isDone = true;
            _wait.Close();
            WriteObject(InputObject);
            EndUpstream();
        }
        else if (_unless is not null && Holds(_unless))
        {
            Fail(ErrorRecords.Of(KanaErrors.ConditionImpossible, InputObject, $"The condition {_condition} can't be fulfilled any more: {_unless} holds.", "Look at the object in TargetObject, which says why."));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!_isDone && !TerminationSignals.IsEnding)
        {
            Fail(_wait!.IsTimeOver ? TimeOver() : ErrorRecords.Of(
                KanaErrors.ConditionNotMet, Target, $"The input ended, and the condition {_condition} was not fulfilled: {Objects} came.", "Look at the last object in TargetObject, and check the condition and the input."));
        }
    }

    /// <summary>Ends the wait.</summary>
    public void Dispose() => _wait?.Close();

    private object Target => _last ?? Condition;

    private string Objects => _count == 1 ? "one object" : FormattableString.Invariant($"{_count} objects");

    private ErrorRecord TimeOver() => ErrorRecords.Of(
        KanaErrors.ConditionTimeout,
        Target,
        FormattableString.Invariant($"The condition {_condition} was not fulfilled within {_wait!.Time.TotalSeconds:0.###} s: {Objects} came."),
        "Wait longer with -TimeoutSec, or look at the last object in TargetObject, and check the condition.");

    private bool Holds(ObjectCondition condition)
    {
        try
        {
            return condition.Holds(InputObject);
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            Fail(ErrorRecords.Of(KanaErrors.ConditionFailed, Target, $"The condition {condition} failed: {e.ErrorRecord}", "Correct the script block. $_ is the object, which is in TargetObject.", e));
            return false;
        }
    }

    private void Fail(ErrorRecord error)
    {
        _wait!.Close();
        ThrowTerminatingError(error);
    }

    // Streams of this module end by themselves.
    private void EndUpstream()
    {
        if (!_wait!.IsFollowed && UpstreamStop.IsPossibleFrom(this))
        {
            UpstreamStop.Run();
        }
    }
}
