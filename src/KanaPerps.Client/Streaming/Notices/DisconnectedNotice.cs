namespace KanaPerps.Streaming;

/// <summary>The feed was closed on request. Nothing follows.</summary>
public sealed record DisconnectedNotice : StreamNotice
{
    /// <inheritdoc/>
    public override bool IsWarning => true;

    /// <inheritdoc/>
    public override string Message => "the connection was closed on request.";
}
