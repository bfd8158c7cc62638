namespace KanaPerps.Streaming;

/// <summary>The connection was lost, or did not come about, and will be dialled again.</summary>
public sealed record ReconnectingNotice : StreamNotice
{
    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>What went wrong, as an error kind.</summary>
    public required KanaErrorKind Kind { get; init; }

    /// <summary>Which attempt in a row is coming, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>How long until then.</summary>
    public required TimeSpan Delay { get; init; }

    /// <summary>Whether the feed has ever been connected.</summary>
    public required bool WasConnected { get; init; }

    /// <inheritdoc/>
    public override bool IsWarning => true;

    /// <inheritdoc/>
    public override string Message =>
        FormattableString.Invariant($"{(WasConnected ? "Lost" : "Not connected")}: {Reason}. Dialling again in {Delay.TotalSeconds:0.0} s (attempt {Attempt}).");
}
