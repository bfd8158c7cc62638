using KanaPerps.Streaming;

namespace KanaPerps.Bridging;

/// <summary>What a bridge could not publish of a feed: the broker did not take it in time, or a message was too large. The feed had data.</summary>
public sealed record BridgeGapNotice : StreamNotice
{
    /// <summary>When the first of it came, in UTC, by the clock of the bridge.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When the last of it came, in UTC, by the clock of the bridge.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Why, such as "the broker took the data too slowly or not at all, and the memory for what waits was full".</summary>
    public required string Reason { get; init; }

    /// <summary>How many messages it was.</summary>
    public required long Messages { get; init; }

    /// <inheritdoc/>
    public override bool IsWarning => true;

    /// <inheritdoc/>
    public override string Message => FormattableString.Invariant(
        $"{(Messages == 1 ? "one message was" : FormattableString.Invariant($"{Messages} messages were"))} not published between {From:u} and {To:u}: {Reason}. Rows of that time may be missing.");
}
