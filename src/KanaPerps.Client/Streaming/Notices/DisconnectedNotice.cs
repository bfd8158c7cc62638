namespace KanaPerps.Streaming;

/// <summary>The feed was closed on request, or the recording that it replays has ended. Nothing follows.</summary>
public sealed record DisconnectedNotice : StreamNotice
{
    /// <summary>Whether the recording has ended: nothing is wrong then.</summary>
    public bool IsEndOfRecording { get; init; }

    /// <inheritdoc/>
    public override bool IsWarning => !IsEndOfRecording;

    /// <inheritdoc/>
    public override string Message => IsEndOfRecording ? "the recording ends here." : "the connection was closed on request.";
}
