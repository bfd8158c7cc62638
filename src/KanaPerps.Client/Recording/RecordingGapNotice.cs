using KanaPerps.Streaming;

namespace KanaPerps.Recording;

/// <summary>What a recording itself missed of a feed: it was not running, or could not write. The feed may have had data.</summary>
public sealed record RecordingGapNotice : StreamNotice
{
    /// <summary>From when on nothing was recorded, in UTC.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Until when nothing was recorded, in UTC.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Why, such as "the recording was not running".</summary>
    public required string Reason { get; init; }

    /// <summary>How many messages came that were not recorded, or null where that is not known.</summary>
    public long? Messages { get; init; }

    /// <inheritdoc/>
    public override bool IsWarning => true;

    /// <inheritdoc/>
    public override string Message => FormattableString.Invariant(
        $"{What} between {From:u} and {To:u}: {Reason}. Rows of that time are not in the recording.");

    private string What => Messages switch
    {
        null => "nothing was recorded",
        1 => "one message was not recorded",
        { } count => FormattableString.Invariant($"{count} messages were not recorded"),
    };
}
