namespace KanaPerps.Streaming;

/// <summary>The feed has ended, because reconnecting can't help. Nothing follows.</summary>
public sealed record FaultNotice : StreamNotice
{
    /// <summary>Why, with the next step.</summary>
    public required KanaException Error { get; init; }

    /// <inheritdoc/>
    public override bool IsWarning => true;

    /// <inheritdoc/>
    public override string Message => Error.Message;
}
