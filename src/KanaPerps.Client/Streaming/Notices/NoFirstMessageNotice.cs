namespace KanaPerps.Streaming;

/// <summary>The venue takes the subscription and sends nothing, also after subscribing and dialling again.</summary>
public sealed record NoFirstMessageNotice : StreamNotice
{
    /// <summary>How long the feed has been waiting.</summary>
    public required TimeSpan Waited { get; init; }

    /// <summary>What it may come from, in a sentence.</summary>
    public required string LikelyCause { get; init; }

    /// <inheritdoc/>
    public override bool IsWarning => true;

    /// <inheritdoc/>
    public override string Message => FormattableString.Invariant($"Subscribed, but nothing came in {Waited.TotalSeconds:0} s. {LikelyCause}");
}
