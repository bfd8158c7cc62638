namespace KanaPerps.Streaming;

/// <summary>The feed is connected and has sent its subscription for the first time.</summary>
public sealed record ConnectedNotice : StreamNotice
{
    /// <inheritdoc/>
    public override bool IsWarning => false;

    /// <inheritdoc/>
    public override string Message => $"Connected to {Feed.Endpoint} and subscribed.";
}
