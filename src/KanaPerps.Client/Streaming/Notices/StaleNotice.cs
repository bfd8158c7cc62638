namespace KanaPerps.Streaming;

/// <summary>The connection stands, but the topic is silent for longer than it should be.</summary>
public sealed record StaleNotice : StreamNotice
{
    /// <summary>How long the topic has been silent.</summary>
    public required TimeSpan Silence { get; init; }

    /// <inheritdoc/>
    public override bool IsWarning => true;

    /// <inheritdoc/>
    public override string Message => $"connected, but no message for {TimeText.Of(Silence)}. The last data may be out of date.";
}
