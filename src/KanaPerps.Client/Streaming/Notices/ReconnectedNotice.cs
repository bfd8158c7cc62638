using KanaPerps.Topics;

namespace KanaPerps.Streaming;

/// <summary>The feed has reconnected: it subscribed on a new connection, and the first message has arrived.</summary>
public sealed record ReconnectedNotice : StreamNotice
{
    /// <summary>The time from the last sign of life of the old connection to the first message on the new one.</summary>
    public required TimeSpan Downtime { get; init; }

    /// <summary>Whether rows may be missing.</summary>
    public required Completeness Completeness { get; init; }

    /// <summary>
    /// From when on rows may be missing, in UTC: when the last message before the loss had been received, or the time of the newest row
    /// known by then if that is earlier, since a message may have been long on its way.
    /// </summary>
    public required DateTimeOffset From { get; init; }

    /// <inheritdoc/>
    public override bool IsWarning => true;

    /// <inheritdoc/>
    public override string Message => $"reconnected after {TimeText.Of(Downtime)}. " + Completeness switch
    {
        Completeness.WholeState => "All changes since then follow.",
        Completeness.Proven => "No row is missing.",
        _ => FormattableString.Invariant($"Rows between {From:u} and {At:u} may be missing."),
    };
}
