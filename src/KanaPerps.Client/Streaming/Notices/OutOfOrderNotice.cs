namespace KanaPerps.Streaming;

/// <summary>A list is older, by the rows that it shares with the one before, than what had been delivered. It was delivered all the same.</summary>
public sealed record OutOfOrderNotice : StreamNotice
{
    /// <inheritdoc/>
    public override bool IsWarning => true;

    /// <inheritdoc/>
    public override string Message => "The venue sent an older list after a newer one; its rows follow.";
}
