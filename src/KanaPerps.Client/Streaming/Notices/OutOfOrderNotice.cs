namespace KanaPerps.Streaming;

/// <summary>A list is older, by the rows that it shares with the one before, than what had been delivered. It was delivered all the same.</summary>
public sealed record OutOfOrderNotice : RepeatableNotice
{
    /// <inheritdoc/>
    public override bool IsWarning => true;

    /// <inheritdoc/>
    public override string Message => IsRepeat
        ? FormattableString.Invariant($"the venue sent an older list after a newer one {Count} more times; the rows were delivered as they came.")
        : "the venue sent an older list after a newer one; its rows follow.";

    /// <inheritdoc/>
    internal override object Kind => typeof(OutOfOrderNotice);
}
