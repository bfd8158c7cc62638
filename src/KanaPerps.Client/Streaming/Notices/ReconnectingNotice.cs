namespace KanaPerps.Streaming;

/// <summary>The connection was lost or could not be made, and the feed will reconnect.</summary>
public sealed record ReconnectingNotice : StreamNotice
{
    private static readonly TimeSpan s_noticeable = TimeSpan.FromSeconds(0.05);

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

    /// <summary>Whether the outage begins with it. Further attempts of the same outage are told as well, but are no news.</summary>
    public required bool BeginsOutage { get; init; }

    /// <inheritdoc/>
    public override bool IsWarning => BeginsOutage;

    /// <inheritdoc/>
    public override string Message => $"{What}: {Reason}. {Next}.";

    private string What => (WasConnected, BeginsOutage) switch
    {
        (true, true) => "connection lost",
        (false, true) => "not connected",
        _ => "still no data",
    };

    private string Next => (Delay < s_noticeable ? "Retrying now" : $"Retrying in {TimeText.Of(Delay)}")
        + (BeginsOutage ? "" : FormattableString.Invariant($" (attempt {Attempt})"));
}
