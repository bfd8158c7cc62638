namespace KanaPerps.Valuation;

/// <summary>Something that rows are written of: a position or an account.</summary>
internal abstract class RiskEntry
{
    private TimeSpan _writtenAt;

    private protected RiskEntry(RiskOptions options)
    {
        Options = options;
    }

    /// <summary>Whether it may differ from its last row.</summary>
    public bool IsPending { get; set; }

    private protected RiskOptions Options { get; }

    /// <summary>Whether to write a row now, or else until when it is held back.</summary>
    /// <param name="now">The present moment.</param>
    /// <returns>The decision.</returns>
    public abstract RiskDecision Decide(Moment now);

    /// <summary>Notes that its row is written.</summary>
    /// <param name="now">The present moment.</param>
    public virtual void Written(Moment now) => _writtenAt = now.Elapsed;

    private protected RiskDecision Decide(RiskDifference difference, Moment now) => difference switch
    {
        RiskDifference.None => RiskDecision.Forget,
        RiskDifference.Small => RiskDecision.Hold,
        RiskDifference.Urgent => RiskDecision.Write,
        _ when now.Elapsed - _writtenAt >= Options.MinInterval => RiskDecision.Write,
        _ => RiskDecision.HoldUntil(Options.MinInterval < TimeSpan.MaxValue - _writtenAt ? _writtenAt + Options.MinInterval : TimeSpan.MaxValue),
    };
}
