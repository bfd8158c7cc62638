namespace KanaPerps.Streaming;

/// <summary>The feed lives again: subscribed anew, and the first message has come.</summary>
public sealed record ReconnectedNotice : StreamNotice
{
    /// <summary>The time between the loss of the connection and the first message on the new one.</summary>
    public required TimeSpan Downtime { get; init; }

    /// <summary>Whether rows may be missing.</summary>
    public required Completeness Completeness { get; init; }

    /// <summary>
    /// From when on rows may be missing, in UTC: when the last message before the loss had been received, or the time of the newest row
    /// known by then if that is earlier, since a message may have been long on its way.
    /// </summary>
    public required DateTimeOffset From { get; init; }

    /// <inheritdoc/>
    public override bool IsWarning => Completeness == Completeness.PossibleGap;

    /// <inheritdoc/>
    public override string Message => FormattableString.Invariant($"Live again after {Downtime.TotalSeconds:0.0} s. ") + Completeness switch
    {
        Completeness.WholeState => "What changed meanwhile follows.",
        Completeness.Proven => "No row is missing.",
        _ => FormattableString.Invariant($"Rows between {From:u} and {At:u} may be missing."),
    };
}
