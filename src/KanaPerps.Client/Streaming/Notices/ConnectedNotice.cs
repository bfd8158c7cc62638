namespace KanaPerps.Streaming;

/// <summary>The feed has sent its subscription for the first time, or, when that took several attempts, its first data has come.</summary>
public sealed record ConnectedNotice : StreamNotice
{
    /// <summary>How long the first data took, after trouble on the way there was told; else null.</summary>
    public TimeSpan? After { get; init; }

    /// <inheritdoc/>
    public override bool IsWarning => After is not null;

    /// <inheritdoc/>
    public override string Message => After is { } time
        ? $"connected to {Feed.Endpoint} after {TimeText.Of(time)}, and receiving data."
        : $"connected to {Feed.Endpoint} and subscribed.";
}
